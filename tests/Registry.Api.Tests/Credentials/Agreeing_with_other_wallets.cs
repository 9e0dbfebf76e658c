using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Log;
using Registry.Domain.Credentials;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>Software that this project did not write verifies what the server minted, with what anybody can fetch.</summary>
public sealed class Agreeing_with_other_wallets(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Theory]
    [InlineData("jwks")]
    [InlineData("x5c")]
    public async Task on_claims_type_and_each_status(string by)
    {
        var (licence, identifier) = await host.LicenceForAYear();
        var (_, text) = await host.CredentialOf(licence);
        var said = await AskAsync(text, by);
        ((int?)said["status"], (string?)said["type"]).ShouldBe((StatusList.Valid, "Food workshop certificate"), said.ToJsonString());
        JsonNode.DeepEquals(said["claims"], await host.Claims(text)).ShouldBeTrue(said.ToJsonString());
        ((string?)said["claims"]!["licence_identifier"], (string?)said["claims"]!["holder_name"]).ShouldBe((identifier, "王芳"));

        await host.StepAsync(licence, "suspension", 1);
        await Eventually.HoldsAsync("it is suspended", async () => await host.StatusOf(text) == StatusList.Suspended);
        ((int?)(await AskAsync(text, by))["status"]).ShouldBe(StatusList.Suspended);
        await host.StepAsync(licence, "revocation", 2);
        await Eventually.HoldsAsync("it is revoked", async () => await host.StatusOf(text) == StatusList.Invalid);
        ((int?)(await AskAsync(text, by))["status"]).ShouldBe(StatusList.Invalid);
    }

    [Fact]
    public async Task on_a_presentation_by_the_holder_s_key_of_some_claims_and_on_one_that_is_none()
    {
        var (licence, _) = await host.MintedLicence();
        using var key = Wallet.NewKey();
        var (_, text) = await host.CredentialOf(licence, key);
        var parts = text.Split('~');
        var demands = new KeyBindingDemands("https://verifier.example", "n-1", TimeSpan.FromMinutes(5));
        var shown = KeyBinding.Add($"{parts[0]}~{parts[1]}~", demands, Wallet.Now, key);
        var said = await AskAsync(shown, "jwks", "n-1");
        said["claims"]!["holder_name"]!.GetValue<string>().ShouldBe("王芳");
        said["claims"]!.AsObject().ContainsKey("holder_code").ShouldBeFalse();

        (await AskAsync(shown, "jwks", "n-2")).ContainsKey("error").ShouldBeTrue();
        using var thief = Wallet.NewKey();
        var stolen = KeyBinding.Add($"{parts[0]}~{parts[1]}~", demands, Wallet.Now, thief);
        (await AskAsync(stolen, "jwks", "n-1")).ContainsKey("error").ShouldBeTrue();
        var (_, other) = await host.CredentialOf((await host.MintedLicence()).Id);
        var (signed, foreign) = (parts[0].Split('.'), other.Split('~')[0].Split('.'));
        (await AskAsync($"{signed[0]}.{signed[1]}.{foreign[2]}~", "jwks")).ContainsKey("error").ShouldBeTrue();
    }

    private async Task<JsonObject> AskAsync(string credential, string by, string? nonce = null)
    {
        using var anybody = host.Anonymous();
        var claims = SdJwt.Parse(credential).Parts!.Issued.Payload;
        return await OtherVerifiers.WalletAsync(new
        {
            credential,
            by,
            nonce,
            list = await FetchAsync(Wallet.PlaceOf(credential).Uri),
            type = await FetchAsync((string)claims["vct"]!),
            root = await anybody.GetStringAsync(new Uri("/licence-authority/root.pem", UriKind.Relative)),
            issuer = JsonNode.Parse(await anybody.GetStringAsync(new Uri(IssuingHost.WellKnown, UriKind.Relative))),
        });

        Task<string> FetchAsync(string uri) => anybody.GetStringAsync(new Uri(uri[IssuingHost.PublicUrl.Length..], UriKind.Relative));
    }
}
