using System.Net;
using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
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
        (await citizen.WriteAsync("/api/v1/cases", Journeys.Application())).StatusCode.ShouldBe(HttpStatusCode.Created);

        NoteVerifierKey.TryParse((await anybody.GetStringAsync(
            new Uri("log/340100/vkey", UriKind.Relative), TestContext.Current.CancellationToken)).Trim(), out var key, out _).ShouldBeTrue();
        await foreach (var (note, token, at) in StampsAsync(settings))
        {
            var verdict = TimeStamp.CheckToken(
                token, Checkpoint.Open(note, key!).Value!, TimeStampRoots.FromPem(good.RootPem, out _)!, at.AddSeconds(-1), at.AddSeconds(1));
            verdict.Reason.ShouldBe("");
            verdict.Authority.ShouldContain("Good authority");
        }

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

    private static async Task<string?> StateAsync(HttpClient anybody)
    {
        using var answer = await anybody.GetAsync(new Uri("health/integrity", UriKind.Relative));
        return (await answer.JsonAsync())[0].GetProperty("state").GetString();
    }

    private static async Task<long> CountAsync(Dictionary<string, string> settings)
    {
        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings__registry"]);
        await using var count = source.CreateCommand($"select count(*) from {settings["Registry__Schema"]}.log_timestamp");
        return (long)(await count.ExecuteScalarAsync())!;
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
