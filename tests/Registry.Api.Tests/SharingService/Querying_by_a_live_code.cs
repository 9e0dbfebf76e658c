using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Showing;
using Registry.Domain.Licences;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

public sealed class Querying_by_a_live_code(RegistryHost host) : IClassFixture<RegistryHost>
{
    private Showings Showings => host.Services.GetRequiredService<Showings>();

    [Fact]
    public async Task tells_of_the_licence_that_is_shown_and_is_recorded()
    {
        var (licence, identifier) = await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        foreach (var shown in (string[])[Showings.UrlFor(LicenceId.Of(licence)), Code(licence)])
        {
            var data = await Ask(system, grant, shown).DataAsync();
            data.GetProperty("certInfo").GetProperty("certificateIdentifier").GetString().ShouldBe(identifier);
            var line = await host.LookAsync(data.GetProperty("accessEvent").GetGuid());
            line.GetProperty("resource").GetString().ShouldBe($"licence/{licence}");
            line.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["existence"]);
        }
    }

    [Fact]
    public async Task is_worth_nothing_from_a_picture_of_a_minute_ago()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var old = Showings.CodeFor(LicenceId.Of(licence), TimeProvider.System.GetUtcNow().AddSeconds(-60));
        using var system = await host.SignedInAs("system");
        await Ask(system, await host.GrantToHealth(), old).ShouldBeRefused(409, "show-code-expired", 901);
        await Ask(system, await host.GrantToHealth(), "made-up").ShouldBeRefused(400, "field-malformed", 900, "data.qrCode");
    }

    [Fact]
    public async Task of_a_licence_that_the_grant_does_not_cover_is_as_of_none_and_recorded()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var before = await host.CountAsync("access_refused.v1");
        using var system = await host.SignedInAs("system");
        await Ask(system, Guid.NewGuid(), Code(licence)).ShouldBeRefused(404, "access-sharing-not-open", 100);
        var health = await host.GrantOfThePolice();
        await Ask(system, health, Code(licence)).ShouldBeRefused(404, "not-found", 10);
        await Ask(system, health, Code(Guid.NewGuid())).ShouldBeRefused(404, "not-found", 10);
        (await host.CountAsync("access_refused.v1")).ShouldBe(before + 3);
    }

    private string Code(Guid licence) => Showings.CodeFor(LicenceId.Of(licence), TimeProvider.System.GetUtcNow());

    private static Task<HttpResponseMessage> Ask(HttpClient system, Guid grant, string code) =>
        system.AskAsync("queryCertInfoByQRcode", grant, new { qrCode = code });
}
