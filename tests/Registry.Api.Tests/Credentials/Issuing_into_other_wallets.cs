using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Credentials;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>A wallet that this project did not write takes offers by OpenID4VCI 1.0, over HTTP, and verifies what it got.</summary>
public sealed class Issuing_into_other_wallets(IssuingHost host, OtherWallet wallet) : IClassFixture<IssuingHost>, IClassFixture<OtherWallet>
{
    [Fact]
    public async Task from_the_link_to_a_credential_for_each_of_its_keys()
    {
        var (licence, identifier) = await host.MintedLicence();
        var said = await wallet.IssueAsync(host, await host.OfferOf(licence), 3);
        ((string?)said["version"]).ShouldBe("V1", said.ToJsonString());
        var credentials = said["credentials"]!.AsArray();
        credentials.Select(one => Wallet.PlaceOf((string)one!["credential"]!)).Distinct().Count().ShouldBe(3);
        foreach (var one in credentials)
            ((string?)one!["claims"]!["licence_identifier"], (string?)one["claims"]!["holder_name"], (int?)one["status"])
                .ShouldBe((identifier, "王芳", StatusList.Valid));
        ((long)(await host.RowAsync(
            "select count(*) from mt_events e join mt_doc_credentialcard c on c.id = e.stream_id "
            + "where e.type like 'credential_reported%' and c.data ->> 'licence' = $1", licence.ToString()))[0]!).ShouldBe(3, "it said that it took them");
    }

    [Theory]
    [InlineData("/.well-known/openid-credential-issuer/", "/.well-known/oauth-authorization-server/")]
    [InlineData("/city/agency/11340100MB1AC012X9/.well-known/")]
    public async Task wherever_it_looks_for_the_issuer(params string[] hidden)
    {
        var (licence, _) = await host.MintedLicence();
        var said = await wallet.IssueAsync(host, await host.OfferOf(licence), 1, hidden);
        said["credentials"]!.AsArray().Count.ShouldBe(1, said.ToJsonString());
    }

    [Fact]
    public async Task that_ask_with_a_pushed_request_and_a_key_for_their_tokens()
    {
        var (licence, identifier) = await host.MintedLicence();
        await host.CredentialOf(licence);
        using var browser = new AskingWallet(host);
        var asked = await wallet.AskAsync(host, AskingWallet.Configuration, AskingWallet.ClientId, AskingWallet.Redirect);
        ((string?)asked["method"]).ShouldBe("S256", asked.ToJsonString());
        var (_, text) = await browser.SeeAsync(((string)asked["page"]!)[IssuingHost.PublicUrl.Length..]);
        using var answer = await browser.AnswerAsync(text, licence.ToString());
        var said = await wallet.ReceivedAsync(host, answer.Headers.Location!, 2);
        var credentials = said["credentials"].ShouldNotBeNull(said.ToJsonString()).AsArray();
        credentials.Count.ShouldBe(2);
        foreach (var one in credentials)
            ((string?)one!["claims"]!["licence_identifier"], (int?)one["status"]).ShouldBe((identifier, StatusList.Valid));

        // Whose holder says no.
        asked = await wallet.AskAsync(host, AskingWallet.Configuration, AskingWallet.ClientId, AskingWallet.Redirect);
        (_, text) = await browser.SeeAsync(((string)asked["page"]!)[IssuingHost.PublicUrl.Length..]);
        using var no = await browser.AnswerAsync(text, "");
        ((string?)(await wallet.ReceivedAsync(host, no.Headers.Location!, 1))["error"]).ShouldNotBeNull().ShouldContain("access_denied");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task that_wait_while_the_agency_s_key_is_away(bool asked)
    {
        var (licence, identifier) = await host.MintedLicence();
        var offered = await host.OfferOf(licence);
        using (await AwayKey.OfAsync(host.DataDirectory, IssuingHost.Commerce))
        {
            var put = asked ? await AskedAsync(licence) : await wallet.IssueAsync(host, offered, 2);
            ((int?)put["interval"]).ShouldBe(5, put.ToJsonString());
            ((int?)(await wallet.WaitedAsync(host))["interval"]).ShouldBe(5);
        }
        var said = await wallet.WaitedAsync(host);
        var credentials = said["credentials"].ShouldNotBeNull(said.ToJsonString()).AsArray();
        credentials.Count.ShouldBe(2);
        foreach (var one in credentials)
            ((string?)one!["claims"]!["licence_identifier"], (int?)one["status"]).ShouldBe((identifier, StatusList.Valid));
        ((string?)(await wallet.WaitedAsync(host))["error"]).ShouldNotBeNull().ShouldContain("invalid_transaction_id");
    }

    private async Task<JsonObject> AskedAsync(Guid licence)
    {
        using var browser = new AskingWallet(host);
        var asked = await wallet.AskAsync(host, AskingWallet.Configuration, AskingWallet.ClientId, AskingWallet.Redirect);
        var (_, text) = await browser.SeeAsync(((string)asked["page"]!)[IssuingHost.PublicUrl.Length..]);
        using var answer = await browser.AnswerAsync(text, licence.ToString());
        return await wallet.ReceivedAsync(host, answer.Headers.Location!, 2);
    }

    [Fact]
    public async Task and_it_is_told_why_not_in_words_that_it_knows()
    {
        var (licence, _) = await host.MintedLicence();
        var offered = await host.OfferOf(licence);
        (await wallet.IssueAsync(host, offered, 1)).ContainsKey("error").ShouldBeFalse();
        ((string?)(await wallet.IssueAsync(host, offered, 1))["error"]).ShouldNotBeNull().ShouldContain("404", Case.Sensitive, "it was redeemed");
    }
}
