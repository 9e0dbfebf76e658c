using Registry.Testing;

namespace Registry.Api.Tests.Hosting;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Tests_get_a_database_in_which_they_can_make_schemas_and_roles()
    {
        var connectionString = await TestDatabase.ConnectionStringAsync();
        var name = $"test_{Guid.NewGuid():N}";

        await DataDirectory.QueryAsync(
            connectionString, $"CREATE SCHEMA {name}; CREATE ROLE {name}; DROP SCHEMA {name}; DROP ROLE {name}");

        (await TestDatabase.ConnectionStringAsync()).ShouldBe(connectionString);
    }
}
