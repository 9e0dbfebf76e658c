using Registry.Benchmarks.Harness;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// The access recorder, which commits together what waits, against plain Marten with an event a commit. Each access is
/// committed to, signed by its agency's key, queued for the log and listed for the person before its caller goes on.
/// </summary>
internal static class AccessBenchmark
{
    private static readonly Uscc[] Agencies = [Uscc.Parse("11340100MB1AC012X9"), Uscc.Parse("11340100MB1AC00901")];

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        await using var bare = BareMarten.Open(await TestDatabase.ConnectionStringAsync());
        var number = 0;
        int Next() => Interlocked.Increment(ref number);

        var timings = await Load.CompareAsync(
            pace,
            (32, () => bare.AppendOneAsync(Next())),
            (1, () => RecordAsync(bench, Next())),
            (64, () => RecordAsync(bench, Next())),
            (256, () => RecordAsync(bench, Next())));
        table.Add("access", "bare Marten, one event a commit, 32 callers", timings[0]);
        foreach (var (callers, measured) in ((int, Timings)[])[(1, timings[1]), (64, timings[2]), (256, timings[3])])
            table.Add("access", $"recorder, {callers} callers", measured, to: timings[0]);
    }

    private static async Task RecordAsync(BenchRuntime bench, int number)
    {
        var subject = bench.Registry.Vault.TagOf(HolderCodeType.CitizenId, $"34010419900101{number % 10_000:D4}");
        var agency = Agencies[number % Agencies.Length];
        await bench.Registry.Accesses.RecordAsync(BenchRuntime.Tenant, new(
            new Actor("officer", Role.Caseworker, agency, RegionCode.Parse(BenchRuntime.Tenant), null),
            new(Ground.CaseHandling("case/00000000-0000-0000-0000-000000000000/Accepted"), ["holder.name", "holder.code"], Refusal: null),
            [subject], DataClass.Case, "case/00000000-0000-0000-0000-000000000000", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"));
    }
}
