using System.Net;
using Registry.Api.Issuers;
using Registry.Domain.Identifiers;
using Registry.Testing;

namespace Registry.Api.Tests.Issuers;

public sealed class Establishing_issuers(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string CivilAffairs = "11340100MB1AC01464";

    [Fact]
    public async Task an_agency_that_may_issue_has_a_key_without_any_service_item()
    {
        (await KeysAsync()).ShouldBe(HttpStatusCode.NotFound);
        var definition = TypeJourneys.Definition();
        definition["issuers"] = new { agencies = new[] { CivilAffairs }, regions = Array.Empty<string>() };
        await host.PublishAsync($"{CivilAffairs}402", version: 0, definition);

        await new EstablishIssuers(host.Registry.Sessions, host.Registry.Custody).RunAsync(RegionCode.Parse("340100"));
        (await KeysAsync()).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> KeysAsync()
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri($"/.well-known/jwt-vc-issuer/city/agency/{CivilAffairs}", UriKind.Relative));
        return answer.StatusCode;
    }
}
