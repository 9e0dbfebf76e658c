using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using Registry.Testing;

namespace Registry.Api.Tests.Hosting;

/// <summary>Invariants I1 and I10 under kill -9: what was acknowledged is there, what is retried happens once.</summary>
public sealed class Killing_the_server
{
    private const int Rounds = 3;
    private const int AcknowledgedBeforeTheKill = 40;

    private readonly string schema = "t" + Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task during_submissions_loses_nothing_acknowledged_and_doubles_nothing()
    {
        var directory = Directory.CreateTempSubdirectory("registry-kill-");
        try
        {
            var environment = new Dictionary<string, string>
            {
                ["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync(),
                ["Registry__Schema"] = schema,
                ["Registry__DataDirectory"] = directory.FullName,
            };
            var acknowledged = new ConcurrentDictionary<string, Guid>();
            var unknown = new ConcurrentBag<string>();
            for (var round = 0; round < Rounds; round++)
            {
                await using var server = await ServerProcess.StartAsync(environment);
                await SubmitUntilKilled(server, acknowledged, unknown);
            }

            await using (var server = await ServerProcess.StartAsync(environment))
            {
                using var citizen = await server.SignedInAs("citizen");
                foreach (var key in unknown.Concat(acknowledged.Keys.Take(20)))
                {
                    using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
                    answer.StatusCode.ShouldBe(HttpStatusCode.Created);
                    var id = (await answer.JsonAsync()).GetProperty("id").GetGuid();
                    acknowledged.GetOrAdd(key, id).ShouldBe(id);
                }
                await AllSequenced();
            }

            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds * AcknowledgedBeforeTheKill);
            (await Ids("select stream_id from {schema}.mt_events where type = 'case_submitted.v1'"))
                .Order().ShouldBe(acknowledged.Values.Order());
            (await Ids("select event_id from {schema}.log_entry")).Order()
                .ShouldBe((await Ids("select id from {schema}.mt_events where type <> 'tombstone'")).Order());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task SubmitUntilKilled(
        ServerProcess server, ConcurrentDictionary<string, Guid> acknowledged, ConcurrentBag<string> unknown)
    {
        var before = acknowledged.Count;
        using var citizen = await server.SignedInAs("citizen");
        var enough = new TaskCompletionSource();
        var clients = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (true)
            {
                var key = Guid.NewGuid().ToString();
                try
                {
                    using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
                    acknowledged[key] = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    unknown.Add(key);
                    return;
                }
                if (acknowledged.Count - before >= AcknowledgedBeforeTheKill)
                    enough.TrySetResult();
            }
        }).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await server.KillAsync();
        await Task.WhenAll(clients);
    }

    private async Task AllSequenced()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await Ids("select event_id from {schema}.log_inbox")).Count > 0)
            await Task.Delay(20, patience.Token);
    }

    private async Task<List<Guid>> Ids(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await TestDatabase.ConnectionStringAsync());
        await using var command = source.CreateCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
