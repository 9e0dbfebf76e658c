using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Registry.Api.Hosting;
using Registry.Testing;

namespace Registry.Api.Tests.Log;

/// <summary>A log that falls behind takes nothing more in, and says so.</summary>
public sealed class Falling_behind(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task refuses_writes_until_the_inbox_has_gone_down()
    {
        using var client = await host.SignedInAs("citizen");
        var gauge = host.Services.GetServices<IHostedService>().OfType<InboxGauge>().Single();
        await host.ExecuteAsync("alter table log_inbox alter queued_at set default clock_timestamp() - interval '2 minutes'");
        await using (await Freeze.OfAsync(host, "log_entry"))
        {
            (await client.WriteAsync("/api/v1/cases", Journeys.Application())).StatusCode.ShouldBe(HttpStatusCode.Created);
            await gauge.MeasureAsync(TestContext.Current.CancellationToken);
            using var refused = await client.WriteAsync("/api/v1/cases", Journeys.Application());
            await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "log-backlogged");
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        await Eventually.HoldsAsync("the inbox has gone down", async () =>
        {
            await gauge.MeasureAsync(TestContext.Current.CancellationToken);
            return (await client.WriteAsync("/api/v1/cases", Journeys.Application())).StatusCode is HttpStatusCode.Created;
        });
    }
}
