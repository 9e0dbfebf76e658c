using Registry.Testing;

namespace Registry.Api.Tests.Operator;

/// <summary>Read models come from the events again, whatever became of their rows.</summary>
public sealed class Rebuilding_read_models(OperatedLog log) : IClassFixture<OperatedLog>
{
    private const string Ruin =
        """
        delete from {schema}.mt_doc_itemcard;
        update {schema}.mt_doc_casecard set data = jsonb_set(data, '{state}', '"Approved"');
        insert into {schema}.mt_doc_accessrecord (tenant_id, id, data) select tenant_id, 'foreign', data from {schema}.mt_doc_casecard limit 1;
        insert into {schema}.mt_doc_officercard (tenant_id, id, data, mt_version) select tenant_id, gen_random_uuid(), data, 1 from {schema}.mt_doc_casecard limit 1;
        """;

    [Fact]
    public async Task fills_those_that_are_empty_wrong_or_foreign_and_fsck_agrees()
    {
        await log.AsOwner(Ruin);
        (await log.RunAsync("fsck")).ExitCode.ShouldBe(1);

        var rebuilt = await log.RunAsync("read-models", "rebuild");
        rebuilt.ExitCode.ShouldBe(0, rebuilt.Errors);
        rebuilt.Output.ShouldContain("removed: 2");
        await log.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task leaves_rows_that_are_right_as_they_are()
    {
        await log.RunAsync("read-models", "rebuild");
        var before = await RowsAsync();
        var again = await log.RunAsync("read-models", "rebuild");
        again.Output.ShouldContain("written: 0, removed: 0", Case.Sensitive, again.Errors);
        (await RowsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task goes_on_beside_a_server_that_is_written_to_and_loses_nothing()
    {
        await log.StartAsync();
        using var over = new CancellationTokenSource();
        var officers = Enumerable.Range(0, 4).Select(officer => $"officer-busy-{officer}").ToList();
        var charged = officers.ToDictionary(officer => officer, _ => new TaskCompletionSource());
        var writing = Task.WhenAll(officers.Select(officer => ChargeAsync(officer, charged[officer], over.Token)));
        await Task.WhenAll(charged.Values.Select(once => once.Task));
        await log.AsOwner(Ruin + "delete from {schema}.mt_doc_officercard");

        var rebuilt = await log.RunAsync("read-models", "rebuild");
        await over.CancelAsync();
        rebuilt.ExitCode.ShouldBe(0, rebuilt.Errors);
        await writing;
        await log.StopAsync();
        await log.ShouldBeSoundAsync();
    }

    private Task<string> RowsAsync() => log.ScalarAsync<string>(
        """
        select string_agg(row, ',' order by row) from (
            select xmin || ' ' || id from {schema}.mt_doc_casecard union all select xmin || ' ' || id from {schema}.mt_doc_itemcard
            union all select xmin || ' ' || id from {schema}.mt_doc_officercard) as rows (row)
        """);

    // One stream each, again and again: who folds into a row that is wrong, or not there, forgets the first duty, or the version.
    private async Task ChargeAsync(string officer, TaskCompletionSource once, CancellationToken over)
    {
        using var admin = await log.SignedInAs("admin");
        for (var version = 0; !over.IsCancellationRequested; version++)
        {
            var duty = new { agency = "11340100MB1AC012X9", region = "340104", duty = version == 0 ? "supervision" : "caseHandling" };
            var path = $"/api/v1/officers/{officer}/duties{(version % 2 == 0 && version > 0 ? "/ending" : "")}";
            using var answer = await admin.WriteAsync(path, duty, version);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.StatusCode} {version}");
            once.TrySetResult();
        }
    }
}
