using System.Net;
using System.Text.Json;
using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>The server with openssl's authorities; after X-Road's MessageLogTest.</summary>
public sealed class Stamping_the_time
{
    [Fact]
    public async Task goes_on_with_the_next_authority_and_stops_the_service_when_all_fail()
    {
        using var fake = new OpenSslAuthority("Fake authority");
        using var good = new OpenSslAuthority("Good authority");
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync(),
            ["Registry__Schema"] = "t" + Guid.NewGuid().ToString("N")[..12],
            ["Registry__DataDirectory"] = Directory.CreateTempSubdirectory("registry-stamped-").FullName,
            ["Registry__Anchoring__TimeStampAuthorities"] = $"{fake.Serve()} {good.Serve()}",
            ["Registry__Anchoring__TimeStampRoots"] = good.RootFile,
            ["Registry__Anchoring__TimeStampEvery"] = "00:00:01",
            ["Registry__Anchoring__CosignEvery"] = "00:00:01",
            ["Registry__Anchoring__DegradedAfter"] = "00:00:06",
            ["Registry__Anchoring__ClosedAfter"] = "00:00:09",
        };
        await using var server = await ServerProcess.StartAsync(settings);
        using var citizen = await server.SignedInAs("citizen");
        using var anybody = new HttpClient { BaseAddress = server.Address };
        await Eventually.HoldsAsync("a second stamp is kept", async () => await CountAsync(settings) >= 2);
        using var submitted = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        submitted.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await submitted.JsonAsync()).GetProperty("id").GetGuid();
        NoteVerifierKey.TryParse((await anybody.GetStringAsync(
            new Uri("log/340100/vkey", UriKind.Relative), TestContext.Current.CancellationToken)).Trim(), out var key, out _).ShouldBeTrue();
        await foreach (var (note, token, at) in StampsAsync(settings))
        {
            var verdict = TimeStamp.CheckToken(
                token, Checkpoint.Open(note, key!).Value!, TimeStampRoots.FromPem(good.RootPem, out _)!, at.AddSeconds(-1), at.AddSeconds(1));
            verdict.Reason.ShouldBe("");
            verdict.Authority.ShouldContain("Good authority");
        }

        await BundleShowsItAsync(server, settings, id, good, fake);
        await FsckTellsAChangedOneAsync(settings);

        good.Fails = true;
        await Eventually.HoldsAsync("the log is degraded", async () => await StateAsync(anybody) == "degraded");
        await Eventually.HoldsAsync("the log is closed", async () => await StateAsync(anybody) == "closed");
        using (var refused = await citizen.WriteAsync("/api/v1/cases", Journeys.Application()))
            (await refused.ProblemAsync()).ShouldBe("log-not-anchored");

        good.Fails = false;
        await Eventually.HoldsAsync("the log is anchored", async () => await StateAsync(anybody) == "anchored");
        await Eventually.HoldsAsync("writes are taken in again", async () =>
            (await citizen.WriteAsync("/api/v1/cases", Journeys.Application())).StatusCode == HttpStatusCode.Created);
    }

    private static async Task BundleShowsItAsync(
        ServerProcess server, Dictionary<string, string> settings, Guid id, OpenSslAuthority good, OpenSslAuthority fake)
    {
        using var auditor = await server.SignedInAs("auditor");
        var index = $"(select max(idx) from {{schema}}.log_entry e join {{schema}}.mt_events m on m.id = e.event_id where m.stream_id = '{id}')";
        await Eventually.HoldsAsync("the case is stamped, and the log after it has grown", async () =>
        {
            using var looked = await auditor.GetAsync(new Uri($"/api/v1/cases/{id}", UriKind.Relative));
            return await ScalarAsync(settings, $"select count(distinct size) from {{schema}}.log_timestamp where size > {index}") > 1;
        });
        var file = Path.Combine(settings["Registry__DataDirectory"], "case.zip");
        await File.WriteAllBytesAsync(file, await auditor.GetByteArrayAsync(new Uri($"/api/v1/log/bundles?scope=case&id={id}", UriKind.Relative)));

        var shown = await VerifierProcess.RunAsync("bundle", file, "--tsa-root", good.RootFile, "--lang", "en");
        shown.ExitCode.ShouldBe(0, shown.Output);
        shown.Output.ShouldContain("says CN=Good authority (your authority)");
        var json = await VerifierProcess.RunAsync("bundle", file, "--tsa-root", good.RootFile, "--json");
        using var report = JsonDocument.Parse(json.Output);
        long[] sizes = [.. report.RootElement.GetProperty("summary").GetProperty("timeStamps").EnumerateArray().Select(tree => tree.GetProperty("size").GetInt64())];
        // The first over the whole case, which says how old it is at least, and the newest.
        sizes[0].ShouldBe(await ScalarAsync(settings, $"select size from {{schema}}.log_timestamp where size > {index} order by seq limit 1"));
        sizes.Length.ShouldBe(2);
        sizes[1].ShouldBeGreaterThan(sizes[0]);
        var foreign = await VerifierProcess.RunAsync("bundle", file, "--tsa-root", fake.RootFile, "--lang", "en");
        foreign.ExitCode.ShouldBe(3);
        foreign.Output.ShouldContain("[timestamp-authority]");
    }

    private static async Task FsckTellsAChangedOneAsync(Dictionary<string, string> settings)
    {
        (await OperatorProcess.RunAsync(settings, ["fsck"])).ExitCode.ShouldBe(0);
        const string Flip = "alter table {schema}.log_timestamp disable trigger user; update {schema}.log_timestamp set token = set_byte(token, length(token) - 1, get_byte(token, length(token) - 1) # 1) where seq = 1; "
            + "alter table {schema}.log_timestamp enable always trigger append_only; select 1::bigint";
        await ScalarAsync(settings, Flip);
        var told = await OperatorProcess.RunAsync(settings, ["fsck"]);
        await ScalarAsync(settings, Flip);
        told.ExitCode.ShouldNotBe(0);
        told.Output.ShouldContain("timestamp-differs");
        (await OperatorProcess.RunAsync(settings, ["fsck"])).ExitCode.ShouldBe(0);
    }

    private static async Task<string?> StateAsync(HttpClient anybody)
    {
        using var answer = await anybody.GetAsync(new Uri("health/integrity", UriKind.Relative));
        return (await answer.JsonAsync())[0].GetProperty("state").GetString();
    }

    private static Task<long> CountAsync(Dictionary<string, string> settings) => ScalarAsync(settings, "select count(*) from {schema}.log_timestamp");

    private static async Task<long> ScalarAsync(Dictionary<string, string> settings, string sql)
    {
        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings__registry"]);
        await using var select = source.CreateCommand(sql.Replace("{schema}", settings["Registry__Schema"], StringComparison.Ordinal));
        return (long)(await select.ExecuteScalarAsync())!;
    }

    private static async IAsyncEnumerable<(string Note, byte[] Token, DateTimeOffset At)> StampsAsync(Dictionary<string, string> settings)
    {
        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings__registry"]);
        var schema = settings["Registry__Schema"];
        await using var select = source.CreateCommand(
            $"select c.note, t.token, t.at from {schema}.log_timestamp t join {schema}.log_checkpoint c using (log, size)");
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            yield return (reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<DateTimeOffset>(2));
    }
}
