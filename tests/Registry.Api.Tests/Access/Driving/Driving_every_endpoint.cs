using System.Net;
using Registry.Api.Access;
using Registry.Api.Tests.Access.Matrix;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>
/// What each route declares of itself is true (invariant I2). One that records: while accesses cannot be recorded it answers 503 and
/// not one marked byte leaves; otherwise the access is committed when the answer's headers arrive. One that carries nothing
/// personal: not one marked byte leaves at all.
/// </summary>
public sealed class Driving_every_endpoint(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task proves_what_it_declares()
    {
        using var cast = new Cast(host.Anonymous().BaseAddress!, host.DataDirectory);
        await host.ExecuteAsync(
            "create function deaf() returns trigger language plpgsql as "
            + "$$ begin raise exception 'deaf on purpose' using errcode = '53100'; end $$");
        var tour = new ProvingTour(host, cast);
        await tour.RunAsync();

        var operations = (await Operation.AllAsync(cast.Anybody)).Select(operation => operation.Id).ToList();
        operations.Except(tour.Driven).ShouldBeEmpty(
            "Operations without a stop: add one to Tour, as somebody who may, on marked data.");
        tour.Recorded.Order(StringComparer.Ordinal).ShouldBe(
            Declarations.Of(host).Where(one => one.Value is Carries.RecordedAccess).Select(one => one.Key).Order(StringComparer.Ordinal),
            "each that records was seen to, and seen to refuse while it could not");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health/integrity")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar")]
    [InlineData("/verify/nothing")]
    public async Task that_is_not_described_carries_nothing_either(string path)
    {
        using var anybody = host.Anonymous();
        Marks.In(await anybody.GetByteArrayAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private sealed class ProvingTour(RegistryHost host, Cast cast) : Tour(cast)
    {
        private readonly Dictionary<string, Carries> declared = Declarations.Of(host);

        /// <summary>The operations that were seen to record, and to refuse while they could not.</summary>
        public HashSet<string> Recorded { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(Stop stop) =>
            declared[stop.Operation] is Carries.RecordedAccess && stop.Discloses ? RecordedAsync(stop) : NothingPersonalAsync(stop);

        private async Task<HttpResponseMessage> RecordedAsync(Stop stop)
        {
            await host.ExecuteAsync("create trigger deaf before insert on mt_events for each row when (new.type like 'access%') execute function deaf()");
            using (var request = stop.Request())
            using (var refused = await stop.Caller.SendAsync(request))
            {
                refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, stop.Operation);
                await refused.ShouldCarryNothing(stop.Operation);
            }
            await host.ExecuteAsync("drop trigger deaf on mt_events");

            var before = await AccessesAsync();
            using var again = stop.Request();
            var answer = await stop.Caller.SendAsync(again, HttpCompletionOption.ResponseHeadersRead);
            (await AccessesAsync()).ShouldBeGreaterThan(before, stop.Operation);
            await answer.ShouldSucceed(stop.Operation);
            Recorded.Add(stop.Operation);
            return answer;
        }

        private static async Task<HttpResponseMessage> NothingPersonalAsync(Stop stop)
        {
            using var request = stop.Request();
            var answer = await stop.Caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await answer.ShouldSucceed(stop.Operation);
            await answer.ShouldCarryNothing(stop.Operation);
            return answer;
        }

        private async Task<long> AccessesAsync() =>
            (long)(await host.RowAsync("select count(*) from mt_events where type like 'access%'"))[0]!;
    }
}
