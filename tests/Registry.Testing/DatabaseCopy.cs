using Npgsql;

namespace Registry.Testing;

/// <summary>A backup of history and read models, as pg_dump would take it and pg_restore bring it back.</summary>
/// <param name="connection">The tables' owner.</param>
public sealed class DatabaseCopy(string connection, string schema)
{
    private static readonly string[] Tables =
    [
        "mt_streams", "mt_events", "log_head", "log_inbox", "log_entry", "log_subtree", "log_checkpoint", "log_publication",
        "mt_doc_casecard", "mt_doc_licencecard", "mt_doc_itemcard", "mt_doc_accessrecord", "mt_doc_signingkeycard", "case_sequence",
    ];

    private string Copy => "copy_" + schema;

    public async Task TakeAsync()
    {
        await ExecuteAsync($"create schema {Copy}");
        foreach (var table in Tables)
            await ExecuteAsync($"create table {Copy}.{table} as table {schema}.{table}");
    }

    public async Task RestoreAsync()
    {
        await TriggersAsync("disable");
        foreach (var table in Tables.Reverse())
            await ExecuteAsync($"delete from {schema}.{table}");
        foreach (var table in Tables)
            await ExecuteAsync($"insert into {schema}.{table} overriding system value select * from {Copy}.{table}");
        await TriggersAsync("enable");
    }

    public Task TriggersAsync(string how) =>
        ExecuteAsync(string.Join(';', Tables.Select(table => $"alter table {schema}.{table} {how} trigger user")));

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
