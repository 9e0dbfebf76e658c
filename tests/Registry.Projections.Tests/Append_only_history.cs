using Npgsql;

namespace Registry.Projections.Tests;

/// <summary>Invariant I5: append-only in the database, by privilege and by trigger.</summary>
public sealed class Append_only_history(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    public static TheoryData<string> Rewriting =>
    [
        "update {schema}.mt_events set data = '{}'",
        "update {schema}.mt_events set is_archived = true where false",
        "delete from {schema}.mt_events",
        "truncate {schema}.mt_events cascade",
        "delete from {schema}.mt_streams",
        "truncate {schema}.mt_streams cascade",
        "update {schema}.log_entry set body = ''",
        "delete from {schema}.log_entry",
        "truncate {schema}.log_entry",
        "insert into {schema}.log_entry select * from {schema}.log_entry on conflict (log, idx) do update set body = ''",
        "update {schema}.log_subtree set hash = ''",
        "delete from {schema}.log_subtree",
        "truncate {schema}.log_subtree",
        "update {schema}.log_publication set note = ''",
        "delete from {schema}.log_publication",
        "truncate {schema}.log_publication",
        "update {schema}.log_checkpoint set note = ''",
        "delete from {schema}.log_checkpoint",
        "truncate {schema}.log_checkpoint",
        "delete from {schema}.log_head",
        "truncate {schema}.log_head",
        "truncate {schema}.log_inbox",
    ];

    public static TheoryData<string> BeyondTheRuntimeRole =>
    [
        .. Rewriting.Select(row => row.Data),
        "insert into {schema}.log_entry select * from {schema}.log_entry",
        "insert into {schema}.log_subtree values ('x', 8, 0, '')",
        "insert into {schema}.log_checkpoint values ('x', 0, '')",
        "insert into {schema}.log_publication (log, size, note) values ('x', 0, '')",
        "insert into {schema}.log_head select * from {schema}.log_head",
        "update {schema}.log_head set term = term + 1",
        "delete from {schema}.log_inbox",
        "update {schema}.log_inbox set body = ''",
        "create table {schema}.planted (id int)",
        "alter table {schema}.log_entry disable trigger append_only",
        "set session_replication_role = replica",
    ];

    public static TheoryData<string> BeyondTheSequencerRole =>
    [
        .. Rewriting.Select(row => row.Data),
        "select data from {schema}.mt_events",
        "insert into {schema}.mt_events select * from {schema}.mt_events",
        "update {schema}.mt_streams set version = 0",
        "select from {schema}.mt_doc_casecard",
        "select from {schema}.subject_key",
        "insert into {schema}.log_inbox (log, event_id, body, leaf) values ('x', gen_random_uuid(), '', '')",
        "update {schema}.log_inbox set body = ''",
        "insert into {schema}.log_head select * from {schema}.log_head",
        "create table {schema}.planted (id int)",
        "alter table {schema}.log_entry disable trigger append_only",
        "set session_replication_role = replica",
    ];

    [Theory, MemberData(nameof(BeyondTheRuntimeRole))]
    public async Task cannot_be_changed_by_the_role_that_serves_requests(string attack)
    {
        var refused = await Refused(registry.Runtime.Database.Pooled, attack);
        refused.MessageText.ShouldMatch("permission denied|must be owner");
    }

    [Theory, MemberData(nameof(BeyondTheSequencerRole))]
    public async Task cannot_be_changed_by_the_role_that_leads_the_log(string attack)
    {
        var refused = await Refused(registry.Runtime.Database.Unpooled, attack);
        refused.MessageText.ShouldMatch("permission denied|must be owner");
    }

    [Theory, MemberData(nameof(Rewriting))]
    public async Task is_defended_by_a_trigger_against_its_owner(string attack)
    {
        await registry.SequenceAndSign();
        var refused = await Should.ThrowAsync<PostgresException>(() => registry.AsOwner(attack));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        refused.MessageText.ShouldContain("history is append-only");
    }

    [Theory]
    [InlineData("update {schema}.log_head set size = size - 1")]
    [InlineData("update {schema}.log_head set term = term - 1")]
    [InlineData("update {schema}.log_head set origin = 'elsewhere'")]
    public async Task has_a_head_that_goes_only_forward(string attack)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => registry.AsOwner(attack));
        refused.MessageText.ShouldContain("history is append-only");
    }

    private async Task<PostgresException> Refused(NpgsqlDataSource source, string attack)
    {
        await using var command = source.CreateCommand(attack.Replace("{schema}", registry.Schema, StringComparison.Ordinal));
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        return refused;
    }
}
