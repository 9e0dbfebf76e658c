using Registry.Testing;

namespace Registry.Projections.Tests;

/// <summary>A registry of its own for each class of tests.</summary>
public sealed class RegistryFixture : BareRegistry, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        await TestDatabase.PrepareAsync(Schema);
        await StartAsync(await TestDatabase.ConnectionStringAsync());
    }
}
