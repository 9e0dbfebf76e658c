using System.Net;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

/// <summary>Fifty proposals of an agency may wait, however many come at once.</summary>
public sealed class Proposing_at_once(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task for_the_last_place_leaves_it_to_one_of_them()
    {
        for (var waiting = 0; waiting < 49; waiting++)
            await host.ProposedGrant(Health, BusinessLicence);
        using var issuer = await host.SignedInAs("issuer");
        Task<HttpResponseMessage>[] both;
        await using (await Freeze.OfAsync(host, "mt_events"))
        {
            both = [issuer.WriteAsync("/api/v1/sharing-grants", Request(Health)), issuer.WriteAsync("/api/v1/sharing-grants", Request(Health))];
            await Eventually.HoldsAsync("both wait, to be saved or to be counted", async () => (long)(await host.RowAsync(
                """
                select count(*) from pg_locks where not granted and (relation = $1::regclass
                    or ((classid::bigint << 32) | objid::bigint) = hashtextextended($2, 0))
                """,
                $"{host.Schema}.mt_events", $"registry/sharing/{host.Schema}/340100/{Commerce}"))[0]! == 2);
        }
        var answers = await Task.WhenAll(both);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        await answers.Single(answer => answer.StatusCode != HttpStatusCode.Created)
            .ShouldBeProblem(HttpStatusCode.Conflict, "sharing-too-many-waiting");
    }
}
