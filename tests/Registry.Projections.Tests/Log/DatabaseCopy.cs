using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>A backup of history and read models, as pg_dump would take it and pg_restore bring it back.</summary>
public sealed class DatabaseCopy(RegistryFixture registry)
{
    private static readonly string[] Tables =
    [
        "mt_streams", "mt_events", "log_head", "log_inbox", "log_entry", "log_subtree", "log_checkpoint", "log_publication",
        "case_sequence", "access_count", .. ReadModel.All.Select(model => model.Table),
    ];

    private string Copy => "copy_" + registry.Schema;

    public async Task TakeAsync()
    {
        await registry.AsOwner($"create schema {Copy}");
        foreach (var table in Tables)
            await registry.AsOwner($"create table {Copy}.{table} as table {{schema}}.{table}");
    }

    public async Task RestoreAsync()
    {
        await TriggersAsync("disable");
        foreach (var table in Tables.Reverse())
            await registry.AsOwner($"delete from {{schema}}.{table}");
        foreach (var table in Tables)
            await registry.AsOwner($"insert into {{schema}}.{table} overriding system value select * from {Copy}.{table}");
        await TriggersAsync("enable");
    }

    public Task TriggersAsync(string how) => registry.AsOwner(
        string.Join(';', Tables.Select(table => $"alter table {{schema}}.{table} {how} trigger user")));
}
