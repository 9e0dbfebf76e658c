using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>
/// Invariant I6, by canaries: marked people go through every operation, well and badly. They are in answers to those entitled, and
/// neither in refusals, headers and links nor in traces and metrics.
/// </summary>
public sealed class Leaving_no_trace_of_a_person
{
    [Fact]
    public async Task in_refusals_headers_traces_and_metrics()
    {
        using var host = new RegistryHost();
        using var telemetry = new Telemetry();
        using var cast = new Cast(host.Anonymous().BaseAddress!, host.DataDirectory);
        var tour = new CarelessTour(cast);
        await tour.RunAsync();
        await tour.BlunderAsync();
        tour.Leaks.ShouldBeEmpty();
        tour.Disclosures.ShouldBeGreaterThan(5, "else nothing marked was there to be found");
        telemetry.Heard.Count.ShouldBeGreaterThan(50, "else nobody was listening");
        telemetry.Heard.Where(heard => Marks.In(heard).Count > 0).ShouldBeEmpty();
    }
}
