using System.Net;
using System.Text.Json;
using Registry.Api.Tests.Credentials;
using Registry.Api.Tests.Issuers;
using Registry.Testing;

namespace Registry.Api.Tests.Presentations;

/// <summary>
/// A wallet that this project did not write answers officers by OpenID4VP 1.0, over HTTP: it verifies who asks, picks what is asked for,
/// proves to have its key, and encrypts.
/// </summary>
public sealed class Presenting_from_other_wallets(IssuingHost host, OtherWallet wallet) : IClassFixture<IssuingHost>, IClassFixture<OtherWallet>
{
    [Theory]
    [InlineData(false, "A256GCM")]
    [InlineData(true, "A256GCM")]
    [InlineData(true, "A128GCM")]
    [InlineData(true, "A256GCM", true)]
    public async Task in_the_clear_and_encrypted(bool encrypted, string encryption, bool wantsSealed = false)
    {
        var (licence, identifier) = await host.MintedLicence();
        (await wallet.IssueAsync(host, await host.OfferOf(licence), 2)).ContainsKey("error").ShouldBeFalse();
        var (handle, link) = await AskAsync(["holder_name", "licence_identifier"], encrypted);
        var said = await wallet.PresentAsync(host, link, encryption, wantsSealed);
        ((int?)said["status"], (string?)said["prefix"], (string?)said["posted"], (string?)said["mode"]).ShouldBe(
            ((int?)HttpStatusCode.OK, "x509_hash", "post", encrypted ? "direct_post.jwt" : "direct_post"), said.ToJsonString());
        ((string?)said["jwe"]?["alg"], (string?)said["jwe"]?["enc"]).ShouldBe(encrypted ? ("ECDH-ES", encryption) : (null, null));

        var seen = await SeeAsync(handle);
        seen.GetProperty("verdict").GetString().ShouldBe("good", seen.ToString());
        seen.GetProperty("claims").EnumerateObject().Select(claim => (claim.Name, claim.Value.GetString())).ShouldBe(
            [("holder_name", "王芳"), ("licence_identifier", identifier)]);
    }

    [Fact]
    public async Task and_not_for_what_they_do_not_carry()
    {
        var (licence, _) = await host.MintedLicence();
        (await wallet.IssueAsync(host, await host.OfferOf(licence), 1)).ContainsKey("error").ShouldBeFalse();
        await host.PublishedType(TypeJourneys.Workshop);
        var (handle, link) = await AskAsync(["holder_name"], encrypted: true, TypeJourneys.Workshop);
        ((string?)(await wallet.PresentAsync(host, link))["error"]).ShouldNotBeNull().ShouldContain("nothing that fits");
        (await SeeAsync(handle)).GetProperty("state").GetString().ShouldBe("waiting");
    }

    private async Task<(string Handle, string Link)> AskAsync(string[] claims, bool encrypted, string type = $"{IssuingHost.Commerce}001")
    {
        using var officer = await host.SignedInAs("verifier");
        using var answer = await officer.WriteAsync("/api/v1/presentations", new { licenceType = type, claims, encrypted });
        var told = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (told.GetProperty("handle").GetString()!, told.GetProperty("link").GetString()!);
    }

    private async Task<JsonElement> SeeAsync(string handle)
    {
        using var officer = await host.SignedInAs("verifier");
        using var answer = await officer.GetAsync(new Uri($"/api/v1/presentations/{handle}", UriKind.Relative));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}
