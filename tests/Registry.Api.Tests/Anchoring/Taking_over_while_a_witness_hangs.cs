using System.Diagnostics;
using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>The leader dies while one of three witnesses takes connections and never answers.</summary>
public sealed class Taking_over_while_a_witness_hangs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task the_next_leader_sequences_at_once_and_signs_when_all_were_asked()
    {
        await using var registry = await AnchoredServer.StartAsync(("RequestTimeout", "00:01:00"));
        await Eventually.HoldsAsync("a checkpoint is cosigned", async () => await registry.ServedAsync() is { QuorumMet: true });
        await registry.StopWitnessAsync(2);
        using var hanging = registry.HangInPlaceOfWitness(2);
        var standby = await registry.StartStandbyAsync();
        using var citizen = await standby.SignedInAs("citizen");
        citizen.DefaultRequestHeaders.Add("Prefer", "log-level=sequenced, wait=30");
        // Whatever a first request costs is not the take-over's.
        using (var first = await citizen.WriteAsync("/api/v1/cases", Journeys.Application()))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);

        var killed = Stopwatch.GetTimestamp();
        await registry.FailOverAsync();
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        var taken = Stopwatch.GetElapsedTime(killed);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.GetValues("Preference-Applied").ShouldContain("log-level=sequenced");
        taken.ShouldBeLessThan(Limit);
        TestContext.Current.SendDiagnosticMessage($"The next leader had sequenced after {taken.TotalSeconds:F3} s.");

        // The third may have seen more than the other two, so that nothing is signed yet.
        var index = long.Parse(answer.Headers.GetValues("Log-Index").Single(), System.Globalization.CultureInfo.InvariantCulture);
        hanging.Pending().ShouldBeTrue();
        (await registry.ScalarAsync<long>("select max(size) from {schema}.log_checkpoint")).ShouldBeLessThanOrEqualTo(index);

        hanging.Stop();
        await Eventually.HoldsAsync("two have cosigned it", async () =>
            await registry.ServedAsync() is { QuorumMet: true, Cosignatures.Count: 2 } served && served.Checkpoint.Size > index);
    }
}
