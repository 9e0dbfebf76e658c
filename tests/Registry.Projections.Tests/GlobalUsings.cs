global using Shouldly;
global using Xunit;

[assembly: AssemblyFixture(typeof(Registry.Testing.TestDatabaseRemoval))]
