namespace Registry.Api.Tests.Operator;

/// <summary>Read models come from the events again, whatever became of their rows.</summary>
public sealed class Rebuilding_read_models(OperatedLog log) : IClassFixture<OperatedLog>
{
    [Fact]
    public async Task fills_those_that_are_empty_wrong_or_foreign_and_fsck_agrees()
    {
        await log.AsOwner(
            """
            delete from {schema}.mt_doc_itemcard;
            update {schema}.mt_doc_casecard set data = jsonb_set(data, '{state}', '"Approved"');
            insert into {schema}.mt_doc_accessrecord (tenant_id, id, data) select tenant_id, 'foreign', data from {schema}.mt_doc_accessrecord limit 1;
            """);
        (await log.RunAsync("fsck")).ExitCode.ShouldBe(1);

        var rebuilt = await log.RunAsync("read-models", "rebuild");
        rebuilt.ExitCode.ShouldBe(0, rebuilt.Errors);
        rebuilt.Errors.Split('\n').ShouldContain("CaseCard");
        await log.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task takes_only_those_that_are_named_and_no_others_names()
    {
        await log.AsOwner("delete from {schema}.mt_doc_itemcard; delete from {schema}.mt_doc_officercard");
        var rebuilt = await log.RunAsync("read-models", "rebuild", "ItemCard");
        rebuilt.ExitCode.ShouldBe(0, rebuilt.Errors);
        (await log.ScalarAsync<long>("select count(*) from {schema}.mt_doc_itemcard")).ShouldBePositive();
        (await log.ScalarAsync<long>("select count(*) from {schema}.mt_doc_officercard")).ShouldBe(0);
        (await log.RunAsync("read-models", "rebuild", "Nonsense")).ExitCode.ShouldNotBe(0);
        (await log.RunAsync("read-models", "rebuild", "OfficerCard")).ExitCode.ShouldBe(0);
        await log.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task goes_on_beside_a_server_that_is_written_to_and_loses_nothing()
    {
        await log.StartAsync();
        var over = false;
        var writing = Task.Run(async () =>
        {
            while (!Volatile.Read(ref over))
                await log.GrowAsync();
        }, TestContext.Current.CancellationToken);
        var rebuilt = await log.RunAsync("read-models", "rebuild");
        Volatile.Write(ref over, true);
        rebuilt.ExitCode.ShouldBe(0, rebuilt.Errors);
        await writing;
        await log.StopAsync();
        await log.ShouldBeSoundAsync();
    }
}
