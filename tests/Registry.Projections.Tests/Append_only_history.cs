using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Tests;

/// <summary>Invariant I5: append-only in the database, by privilege and by trigger.</summary>
public sealed class Append_only_history(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    public static TheoryData<string> Attacks =>
    [
        "update {schema}.mt_events set data = '{}'",
        "delete from {schema}.mt_events",
        "truncate {schema}.mt_events cascade",
        "update {schema}.log_entry set body = ''",
        "delete from {schema}.log_entry",
        "truncate {schema}.log_entry",
        "update {schema}.log_subtree set hash = ''",
        "delete from {schema}.log_subtree",
        "truncate {schema}.log_subtree",
        "update {schema}.log_publication set note = ''",
        "delete from {schema}.log_publication",
        "truncate {schema}.log_publication",
        "update {schema}.log_checkpoint set note = ''",
        "delete from {schema}.log_checkpoint",
        "truncate {schema}.log_checkpoint",
        "update {schema}.mt_events set is_archived = true where false",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task cannot_be_changed_by_the_runtime_role(string attack)
    {
        await using var command = registry.Runtime.Database.Pooled.CreateCommand(
            attack.Replace("{schema}", registry.Schema, StringComparison.Ordinal));
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        refused.MessageText.ShouldContain("permission denied");
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task is_defended_by_a_trigger_against_its_owner(string attack)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => registry.AsOwner(attack));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        refused.MessageText.ShouldContain("history is append-only");
    }

    [Fact]
    public async Task lets_nothing_start_while_the_runtime_role_could_change_it()
    {
        await registry.AsOwner("grant update on {schema}.log_entry to registry_runtime");
        try
        {
            (await RegistrySchema.ForbiddenPrivilegesAsync(
                registry.Runtime.Database.Pooled, registry.Schema, loginToo: false, TestContext.Current.CancellationToken))
                .ShouldBe(["log_entry UPDATE"]);
        }
        finally
        {
            await registry.AsOwner("revoke update on {schema}.log_entry from registry_runtime");
        }
    }

    [Fact]
    public async Task knows_that_a_login_which_owns_the_tables_could_change_it() =>
        (await RegistrySchema.ForbiddenPrivilegesAsync(
            registry.Runtime.Database.Pooled, registry.Schema, loginToo: true, TestContext.Current.CancellationToken))
            .Count.ShouldBe(15);

    [Fact]
    public async Task runs_as_a_role_that_owns_nothing_and_creates_nothing()
    {
        await using var command = registry.Runtime.Database.Pooled.CreateCommand(
            $"create table {registry.Schema}.planted (id int)");
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken)))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
