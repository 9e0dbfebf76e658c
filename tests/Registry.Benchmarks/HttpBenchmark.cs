using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Benchmarks.Harness;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// A command over HTTP against a bare Marten append, and between them the sealed session without HTTP. Client, server and
/// PostgreSQL share the machine, the sequencer works beside them as it does in production.
/// </summary>
internal static class HttpBenchmark
{
    private const int Callers = 32;
    private const string CitizenCode = "340104199001010017";

    private static readonly ItemCode Item = ItemCode.Parse(Journeys.BusinessLicenceItem);

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var host = new RegistryHost();
        await using var bare = BareMarten.Open(await TestDatabase.ConnectionStringAsync());
        using var citizen = await host.SignedInAs("citizen");
        var runtime = host.Services.GetRequiredService<RegistryRuntime>();
        var number = 0;

        var timings = await Load.CompareAsync(
            pace, Callers,
            () => bare.AppendOneAsync(Interlocked.Increment(ref number)),
            () => SubmitSealedAsync(runtime, Interlocked.Increment(ref number)),
            () => SubmitAsync(citizen));
        table.Add("http", "bare Marten, one event a commit, 32 callers", timings[0]);
        table.Add("http", "sealed session: signature, inbox row, read model", timings[1], to: timings[0]);
        table.Add("http", "POST /api/v1/cases: token, decision, number, answer kept", timings[2], to: timings[0]);
    }

    private static async Task SubmitAsync(HttpClient citizen)
    {
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.EnsureSuccessStatusCode();
    }

    private static async Task SubmitSealedAsync(RegistryRuntime runtime, int number)
    {
        var subject = runtime.Vault.TagOf(HolderCodeType.CitizenId, CitizenCode);
        var act = new Act(new Actor("person", Role.Citizen, null, null, subject), correlation: null) { Ground = Ground.OwnRequest() };
        var day = new DateOnly(2026, 11, 23).AddDays(number / 999_999);
        var form = new Dictionary<string, string> { ["tradeName"] = "𠮷祥面馆", ["address"] = "蜀山区示范路1号" };
        var applicant = new Party("王芳", HolderCodeType.CitizenId, CitizenCode);
        await using var session = runtime.Sessions.Open(BenchRuntime.Tenant, act);
        session.Events.StartStream<Case>(Guid.NewGuid(), new CaseEvent.Submitted(
            CaseNumber.Compose(Item, day, number % 999_999 + 1), Item, Item.ImplementingBody, RegionCode.Parse(BenchRuntime.Tenant),
            day, Personal<Application>.Of(subject, new(applicant, "13800000000", form)),
            [new("application", new string('a', 64)), new("premises", new string('a', 64))]));
        await session.SaveChangesAsync();
    }
}
