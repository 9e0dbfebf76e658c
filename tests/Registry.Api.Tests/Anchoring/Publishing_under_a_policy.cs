using System.IO.Compression;
using System.Net;
using Registry.Domain.Bundle;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>The server with real witnesses: 2 of 3 must have cosigned what is shown to anybody.</summary>
public sealed class Publishing_under_a_policy
{
    [Fact]
    public async Task shows_only_what_two_of_three_have_cosigned_and_closes_when_too_few_do()
    {
        await using var registry = await AnchoredServer.StartAsync(
            ("CosignEvery", "00:00:01"), ("DegradedAfter", "00:00:04"), ("ClosedAfter", "00:00:09"));
        await Eventually.HoldsAsync("a checkpoint is cosigned by all three", async () =>
            await registry.ServedAsync() is { QuorumMet: true, Cosignatures.Count: 3 });
        var first = (await registry.ServedAsync())!.Checkpoint.Size;

        // One down: the quorum still stands.
        await registry.StopWitnessAsync(2);
        (await registry.SubmitAsync()).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Eventually.HoldsAsync("the growth is cosigned by two", async () =>
            await registry.ServedAsync() is { QuorumMet: true, Cosignatures.Count: 2 } served && served.Checkpoint.Size > first);

        // Two down: signed on, but shown to nobody; then degraded, then closed.
        await registry.StopWitnessAsync(1);
        var shown = (await registry.ServedAsync())!.Checkpoint.Size;
        (await registry.SubmitAsync()).StatusCode.ShouldBe(HttpStatusCode.Created);
        await registry.StateIsAsync("degraded");
        (await registry.IntegrityAsync()).GetProperty("signedSize").GetInt64().ShouldBeGreaterThan(shown);
        (await registry.ServedAsync())!.Checkpoint.Size.ShouldBe(shown);
        await registry.StateIsAsync("closed");
        using (var refused = await registry.SubmitAsync())
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await refused.ProblemAsync()).ShouldBe("log-not-anchored");
        }
        using (var anybody = new HttpClient { BaseAddress = registry.Address })
        {
            using var ready = await anybody.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            ready.StatusCode.ShouldBe(HttpStatusCode.OK, "readers of what needs no log still find the server");
        }

        // One comes back where it was: all is shown and taken in again.
        await registry.StartWitnessAsync(1);
        await registry.StateIsAsync("anchored");
        await Eventually.HoldsAsync("writes are taken in again", async () => (await registry.SubmitAsync()).StatusCode == HttpStatusCode.Created);
        (await registry.ServedAsync())!.Checkpoint.Size.ShouldBeGreaterThan(shown);
        await BundleCarriesThemAsync(registry);
    }

    private static async Task BundleCarriesThemAsync(AnchoredServer registry)
    {
        using var auditor = await registry.SignedInAs("auditor");
        using var bundle = new MemoryStream(await auditor.GetByteArrayAsync(new Uri("/api/v1/log/bundles?scope=period", UriKind.Relative)));
        var report = new BundleVerifier(new(TimeProvider.System.GetUtcNow()) { Policy = registry.Policy, MaxAge = TimeSpan.FromMinutes(1) }).Verify(bundle);
        (report.Verdict.Code, report.Freshness!.Code).ShouldBe(("bundle-intact", "fresh"), report.Verdict.Detail);
        using var zip = new ZipArchive(bundle);
        using var policy = new StreamReader(zip.GetEntry("policy.txt")!.Open());
        (await policy.ReadToEndAsync()).ShouldBe(registry.Policy.Text);
    }

    [Fact]
    public async Task halts_on_a_restored_backup_that_only_the_witnesses_know_of()
    {
        await using var registry = await AnchoredServer.StartAsync();
        await Eventually.HoldsAsync("a checkpoint is cosigned", async () => await registry.ServedAsync() is { QuorumMet: true });
        await registry.KillServerAsync();
        // What pg_restore would bring back, and a machine that remembers nothing.
        foreach (var table in Tables)
            await registry.AsOwner($"create table {{schema}}.backup_{table} as table {{schema}}.{table}");
        await registry.StartServerAsync();
        var before = (await registry.ServedAsync())!.Checkpoint.Size;
        (await registry.SubmitAsync()).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Eventually.HoldsAsync("the case is witnessed", async () => (await registry.ServedAsync())!.Checkpoint.Size > before);
        var witnessed = (await registry.ServedAsync())!.Checkpoint;
        await registry.KillServerAsync();
        foreach (var table in Tables)
            await registry.AsOwner(
                $"alter table {{schema}}.{table} disable trigger user; delete from {{schema}}.{table}; "
                + $"insert into {{schema}}.{table} overriding system value select * from {{schema}}.backup_{table}; "
                + $"alter table {{schema}}.{table} enable always trigger append_only");
        await registry.AsOwner("alter table {schema}.log_head enable always trigger forward_only");
        Directory.Delete(Path.Combine(registry.DataDirectory, "checkpoints"), recursive: true);

        var signed = await registry.ScalarAsync<long>("select count(*) from {schema}.log_checkpoint");
        await registry.StartServerAsync();
        await registry.StateIsAsync("halted");
        (await (await registry.SubmitAsync()).ProblemAsync()).ShouldBe("log-halted");
        (await registry.ServedAsync())!.Checkpoint.Size.ShouldBeLessThan(witnessed.Size);
        (await registry.ScalarAsync<long>("select count(*) from {schema}.log_checkpoint")).ShouldBe(signed);
    }

    [Fact]
    public async Task halts_on_a_second_history_under_its_own_key()
    {
        await using var registry = await AnchoredServer.StartAsync();
        await Eventually.HoldsAsync("a checkpoint is cosigned", async () => await registry.ServedAsync() is { QuorumMet: true });
        var shown = await registry.ServedAsync();
        await registry.KillServerAsync();
        // An insider with the database rewrites an entry and everything that follows from it; then restarts.
        Directory.Delete(Path.Combine(registry.DataDirectory, "checkpoints"), recursive: true);
        await registry.AsOwner(
            """
            alter table {schema}.log_checkpoint disable trigger append_only; delete from {schema}.log_checkpoint;
            alter table {schema}.log_publication disable trigger append_only; delete from {schema}.log_publication;
            alter table {schema}.log_entry disable trigger append_only;
            """);
        await ForkedLog.RewriteAsync(registry, entry: 5);
        await registry.StartServerAsync();
        await registry.StateIsAsync("halted");
        (await registry.ServedAsync()).ShouldBeNull();
        shown.ShouldNotBeNull();
    }

    [Fact]
    public async Task is_refused_at_the_start_with_a_policy_that_could_never_be_met()
    {
        await using var registry = await AnchoredServer.StartAsync();
        await registry.KillServerAsync();
        await registry.RewritePolicyAsync(text => text.Replace("http://", "ftp://", StringComparison.Ordinal));
        var refusal = await Should.ThrowAsync<InvalidOperationException>(registry.StartServerAsync());
        refusal.Message.ShouldContain("见证策略文件");
        refusal.Message.ShouldContain("The witness policy");
    }

    private static readonly string[] Tables =
        ["log_head", "log_entry", "log_subtree", "log_checkpoint", "log_publication"];
}
