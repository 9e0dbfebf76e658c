using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Registry.Benchmarks.Harness;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// An issuing officer mints one approved case after another over HTTP: the access to the application and the licence are two commits. Each licence
/// has a holder of its own; server, PostgreSQL and client share the machine, and the sequencer works beside them.
/// </summary>
internal static class IssueBenchmark
{
    private const int Callers = 32;

    private static readonly ItemCode Item = ItemCode.Parse(Journeys.BusinessLicenceItem);
    private static readonly DateOnly Day = new(2026, 11, 23);

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        await using var bare = BareMarten.Open(await TestDatabase.ConnectionStringAsync());
        var cases = new ConcurrentQueue<Guid>(await ApproveAsync(bench, pace.Rows / 5));
        await using var server = await ServerProcess.StartAsync(bench.Environment);
        using var issuer = await server.SignedInAs("issuer");
        var number = 0;

        // A case is minted once: the first four tenths warm up, some ten seconds. Until then the compiler has up to half of both cores.
        await MintAsync(issuer, cases, cases.Count * 4 / 10);
        var (appended, issued) = (await Load.CompareAsync(pace, Callers, () => bare.AppendOneAsync(Interlocked.Increment(ref number))), new Timings());
        var clock = Stopwatch.StartNew();
        var each = await MintAsync(issuer, cases, cases.Count);
        issued.Add(each, clock.Elapsed);
        table.Add("issue", $"bare Marten, one event a commit, {Callers} callers", appended[0]);
        table.Add("issue", "POST /api/v1/licences: two commits, signed, four events", issued, to: appended[0]);
    }

    private static async Task<IReadOnlyCollection<long>> MintAsync(HttpClient issuer, ConcurrentQueue<Guid> cases, int count)
    {
        var (left, each) = (count, new ConcurrentBag<long>());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0 && cases.TryDequeue(out var @case))
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await issuer.WriteAsync("/api/v1/licences", new { @case }, version: 3);
                answer.EnsureSuccessStatusCode();
                each.Add(Stopwatch.GetTimestamp() - started);
            }
        })));
        return each;
    }

    private static async Task<IReadOnlyList<Guid>> ApproveAsync(BenchRuntime bench, int count)
    {
        var made = new List<Guid>(count);
        foreach (var lot in Enumerable.Range(1, count).Chunk(100))
        {
            var act = new Act(new Actor("person", Role.Citizen, null, null, null), correlation: null) { Ground = Ground.OwnRequest() };
            await using var session = bench.Registry.Sessions.Open(BenchRuntime.Tenant, act);
            foreach (var number in lot)
            {
                made.Add(Guid.NewGuid());
                session.Events.StartStream<Case>(made[^1], Submitted(bench, number), new CaseEvent.Accepted(Day, Day, Day, "2026"), new CaseEvent.Approved(Day));
            }
            await session.SaveChangesAsync();
        }
        return made;
    }

    private static CaseEvent.Submitted Submitted(BenchRuntime bench, int number)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"E{number:D8}");
        var subject = bench.Registry.Vault.TagOf(HolderCodeType.OrdinaryPassport, code);
        var form = new Dictionary<string, string> { ["tradeName"] = "𠮷祥面馆", ["address"] = "蜀山区示范路1号" };
        return new(
            CaseNumber.Compose(Item, Day, number), Item, Item.ImplementingBody, RegionCode.Parse(BenchRuntime.Tenant), Day,
            Personal<Application>.Of(subject, new(new Party("王芳", HolderCodeType.OrdinaryPassport, code), "13800000000", form)),
            [new("application", new string('a', 64)), new("premises", new string('a', 64))]);
    }
}
