namespace Registry.Api.Tests.Operator;

/// <summary>What a database goes through without a change to history raises no alarm, and the log goes on.</summary>
public sealed class Surviving_maintenance : IAsyncLifetime
{
    private readonly OperatedLog log = new();

    public ValueTask InitializeAsync() => log.InitializeAsync();

    public ValueTask DisposeAsync() => log.DisposeAsync();

    [Fact]
    public async Task a_dump_restored_into_a_new_database()
    {
        var size = await log.SizeAsync();
        await DatabaseDump.TakeAsync(log.Database, log.Schema, log.FileOf("backup.dump"));
        log.Database = await DatabaseDump.RestoreAsync(log.Database, log.FileOf("backup.dump"));
        await log.ShouldBeSoundAsync();
        await GoesOn(from: size);
    }

    [Fact]
    public async Task every_table_rewritten_and_every_index_built_anew()
    {
        var size = await log.SizeAsync();
        foreach (var table in (await log.ScalarAsync<string[]>(
            "select array_agg(tablename::text) from pg_tables where schemaname = '{schema}'")).Order())
            await log.AsOwner($"vacuum full {{schema}}.{table}");
        await log.AsOwner("reindex schema {schema}");
        await log.ShouldBeSoundAsync();
        await GoesOn(from: size);
    }

    [Fact]
    public async Task yesterdays_backup_is_noticed_and_healed_from_a_bundle_that_somebody_kept()
    {
        await DatabaseDump.TakeAsync(log.Database, log.Schema, log.FileOf("yesterday.dump"));
        var backup = await log.SizeAsync();
        await log.GrowAsync();
        await log.StopAsync();
        (await log.RunAsync("bundle", "--out", log.FileOf("kept.bundle"))).ExitCode.ShouldBe(0);
        (await log.RunAsync("bundle", "--scope", "period", "--from", "0", "--out", log.FileOf("part.zip"))).ExitCode.ShouldBe(0);
        // Taking a bundle is an event itself; what is in the bundle is what was published.
        var size = await log.SizeAsync();

        log.Database = await DatabaseDump.RestoreAsync(log.Database, log.FileOf("yesterday.dump"));
        (await log.SizeAsync()).ShouldBe(backup);
        await RecoveryIsRefused(2, "The bundle has no history.jsonl: it is not one of everything.", "part.zip");
        await RecoveryIsRefused(2, "文件无法使用 / The file cannot be used: ", "yesterday.dump");
        await File.WriteAllTextAsync(log.FileOf("other.jsonl"), "{}\n", TestContext.Current.CancellationToken);
        await RecoveryIsRefused(1, "日志拒绝 / The log refuses: The export is not sound: head-malformed", "other.jsonl");
        var recovered = await log.RunAsync("log", "recover", "--from", log.FileOf("kept.bundle"));
        recovered.ExitCode.ShouldBe(0, recovered.Errors);
        recovered.Output.ShouldStartWith(
            $"补回 {size - backup} 条目，共 {size} / {size - backup} entries put back, {size} in all. 请运行 fsck / Now run fsck.");
        await log.ShouldBeSoundAsync();
        await log.StartAsync();
        await RecoveryIsRefused(1, "Stop it first", "kept.bundle");
        await GoesOn(from: size);
    }

    private async Task GoesOn(long from)
    {
        await log.GrowAsync();
        await log.StopAsync();
        (await log.SizeAsync()).ShouldBeGreaterThan(from);
        await log.ShouldBeSoundAsync();
    }

    private async Task RecoveryIsRefused(int exitCode, string reason, string file)
    {
        var refused = await log.RunAsync("log", "recover", "--from", log.FileOf(file));
        refused.Errors.ShouldContain(reason);
        refused.ExitCode.ShouldBe(exitCode);
    }
}
