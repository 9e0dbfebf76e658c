using System.Net;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>The authorization-code flow, up to the code: who asks, who is asked, and where the answer goes.</summary>
public sealed class Asking_from_a_wallet(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string Other = "/agency/11340100MB1AC0103N";

    [Fact]
    public async Task a_holder_who_consents_has_the_licence_there()
    {
        var (licence, identifier) = await PublishedAsync();
        var before = await LooksAsync(licence);
        using var wallet = new AskingWallet(host);
        var (_, text) = await wallet.SeeAsync(await wallet.PushedAsync());
        text.ShouldContain("演示钱包");
        text.ShouldContain(identifier);
        using var answer = await wallet.AnswerAsync(text, licence.ToString());
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var query = AskingWallet.QueryOf(answer);
        (query["iss"], query["state"]).ShouldBe((IssuingHost.Issuer, AskingWallet.State));
        (await LooksAsync(licence)).ShouldBe(before + 1, "the consent");

        var token = await wallet.TokenAsync(query["code"]);
        (token.GetProperty("token_type").GetString(), token.TryGetProperty("authorization_details", out _)).ShouldBe(("DPoP", false));
        var access = token.GetProperty("access_token").GetString()!;
        using var fetched = await wallet.FetchAsync(access, proofs: wallet.Proof("credential", access));
        var credential = (await fetched.EnsureSuccessStatusCode().JsonAsync()).GetProperty("credentials")[0].GetProperty("credential").GetString()!;
        ((string?)(await host.Claims(credential))["licence_identifier"]).ShouldBe(identifier);
        (await LooksAsync(licence)).ShouldBe(before + 2, "the fetching");
    }

    [Fact]
    public async Task what_is_asked_for_by_details_is_fetched_by_the_name_that_the_token_gives()
    {
        var (licence, _) = await PublishedAsync();
        using var wallet = new AskingWallet(host);
        var code = await wallet.CodeAsync(licence, form =>
        {
            form.Remove("scope");
            form["authorization_details"] = AskingWallet.Details();
        });
        var token = await wallet.TokenAsync(code);
        var details = token.GetProperty("authorization_details")[0];
        (details.GetProperty("type").GetString(), details.GetProperty("credential_configuration_id").GetString())
            .ShouldBe(("openid_credential", AskingWallet.Configuration));
        var (access, name) = (token.GetProperty("access_token").GetString()!, details.GetProperty("credential_identifiers")[0].GetString());

        async Task<string?> Ask(string member, string? value)
        {
            using var answer = await wallet.FetchAsync(access, what: (member, value), proofs: wallet.Proof("credential", access));
            return await AskingWallet.ErrorIn(answer);
        }
        (await Ask("credential_configuration_id", AskingWallet.Configuration)).ShouldBe("invalid_credential_request");
        (await Ask("credential_identifier", "other")).ShouldBe("unknown_credential_identifier");
        (await Ask("credential_identifier", name)).ShouldBeNull();
    }

    [Theory]
    [InlineData("invalid_request", "client_id", null)]
    [InlineData("invalid_client", "client_id", "nobody")]
    [InlineData("invalid_request", "redirect_uri", null)]
    [InlineData("invalid_request", "redirect_uri", "https://wallet.registry.localhost/callback/")]
    [InlineData("invalid_request", "redirect_uri", "https://thief.example/callback")]
    [InlineData("invalid_request", "response_type", null)]
    [InlineData("unsupported_response_type", "response_type", "token")]
    [InlineData("invalid_request", "response_mode", "fragment")]
    [InlineData("invalid_request", "code_challenge", null)]
    [InlineData("invalid_request", "code_challenge", "short")]
    [InlineData("invalid_request", "code_challenge_method", null)]
    [InlineData("invalid_request", "code_challenge_method", "plain")]
    [InlineData("invalid_request", "scope", null)]
    [InlineData("invalid_scope", "scope", "openid")]
    [InlineData("invalid_request", "authorization_details", "[]")]
    [InlineData("invalid_request", "request_uri", "urn:ietf:params:oauth:request_uri:1")]
    [InlineData("request_not_supported", "request", "a.b.c")]
    [InlineData("invalid_request", "dpop_jkt", "short")]
    public async Task what_is_not_as_it_must_be_is_refused_before_any_browser_is_opened(string error, string field, string? value)
    {
        using var wallet = new AskingWallet(host);
        using var answer = await wallet.PushAsync(form =>
        {
            form.Remove(field);
            if (value is not null)
                form[field] = value;
        });
        (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((HttpStatusCode.BadRequest, error));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""[{"type":"other","credential_configuration_id":"11340100MB1AC012X9001-1"}]""")]
    [InlineData("""[{"type":"openid_credential","credential_configuration_id":"other"}]""")]
    [InlineData("""[{"type":"openid_credential","credential_configuration_id":"11340100MB1AC012X9001-1","amount":1}]""")]
    public async Task nor_are_details_that_are_not_understood(string details)
    {
        using var wallet = new AskingWallet(host);
        using var answer = await wallet.PushAsync(form =>
        {
            form.Remove("scope");
            form["authorization_details"] = details;
        });
        (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((HttpStatusCode.BadRequest, "invalid_authorization_details"));
    }

    [Fact]
    public async Task a_request_is_its_client_s_at_its_issuer_for_minutes_and_an_error_leads_nowhere()
    {
        using var wallet = new AskingWallet(host);
        using var answer = await wallet.PushAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var pushed = await answer.JsonAsync();
        pushed.GetProperty("expires_in").GetInt32().ShouldBe(300);

        async Task See(string page, string? error)
        {
            var (status, text) = await wallet.SeeAsync(page);
            status.ShouldBe(error is null ? 200 : 400);
            text.ShouldContain(error is null ? "<form" : $"({error})");
        }
        var page = AskingWallet.PageOf(pushed);
        await See($"{page[..page.IndexOf('?')]}?client_id={AskingWallet.ClientId}&response_type=code&redirect_uri=https%3A%2F%2Fthief.example", "invalid_request");
        await See(page + "1", "invalid_request_uri");
        await See(AskingWallet.PageOf(pushed, client: "other"), "invalid_request");
        await See(AskingWallet.PageOf(pushed, at: Other), "invalid_request_uri");
        await See(page, null);
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{wallet.Challenge}%'");
        await See(page, "invalid_request_uri");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("issuer")]
    public async Task who_is_not_signed_in_as_a_citizen_is_asked_nothing(string? person)
    {
        using var wallet = new AskingWallet(host);
        var (status, text) = await wallet.SeeAsync(await wallet.PushedAsync(), person);
        status.ShouldBe(200);
        text.ShouldContain("登录后由您选择证照");
        text.ShouldNotContain("<form");
    }

    [Fact]
    public async Task nobody_gives_another_s_licence_or_one_that_is_not_valid()
    {
        var (licence, identifier) = await PublishedAsync();
        var before = await LooksAsync(licence);
        using var wallet = new AskingWallet(host);
        var page = await wallet.PushedAsync();
        var (_, text) = await wallet.SeeAsync(page, "citizen2");
        text.ShouldNotContain(identifier);
        using var stolen = await wallet.AnswerAsync(text, licence.ToString());
        (stolen.StatusCode, stolen.Headers.Location).ShouldBe((HttpStatusCode.BadRequest, null));
        (await LooksAsync(licence)).ShouldBe(before);

        await host.StepAsync(licence, "suspension", 1);
        (await wallet.SeeAsync(page)).Text.ShouldNotContain(identifier);
    }

    [Fact]
    public async Task a_request_takes_one_answer()
    {
        var (licence, _) = await PublishedAsync();
        using var wallet = new AskingWallet(host);
        var page = await wallet.PushedAsync();
        var (_, first) = await wallet.SeeAsync(page);
        var (_, second) = await wallet.SeeAsync(page);
        using var elsewhere = await wallet.AnswerAsync(first, licence.ToString(), Other);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var answer = await wallet.AnswerAsync(first, licence.ToString());
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        foreach (var text in (string[])[first, second])
        {
            using var again = await wallet.AnswerAsync(text, licence.ToString());
            (again.StatusCode, again.Headers.Location).ShouldBe((HttpStatusCode.BadRequest, null));
        }
        (await wallet.SeeAsync(page)).Text.ShouldContain("(invalid_request_uri)");
    }

    [Fact]
    public async Task who_declines_is_led_back_without_a_code()
    {
        using var wallet = new AskingWallet(host);
        var (_, text) = await wallet.SeeAsync(await wallet.PushedAsync());
        using var answer = await wallet.AnswerAsync(text, "");
        var query = AskingWallet.QueryOf(answer);
        (query["error"], query["iss"], query["state"]).ShouldBe(("access_denied", IssuingHost.Issuer, AskingWallet.State));
        query.ShouldNotContainKey("code");
    }

    [Fact]
    public async Task the_page_sends_its_form_here_and_to_the_wallet_and_is_framed_by_nobody()
    {
        using var wallet = new AskingWallet(host);
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync(new Uri(await wallet.PushedAsync(), UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("form-action 'self' https://wallet.registry.localhost");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("callback");
    }

    [Fact]
    public async Task the_issuer_tells_wallets_of_it()
    {
        var server = await host.Json($"/.well-known/oauth-authorization-server/city/agency/{IssuingHost.Commerce}");
        string Text(string name) => server.GetProperty(name).GetString()!;
        string[] All(string name) => [.. server.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
        (Text("pushed_authorization_request_endpoint"), Text("authorization_endpoint"), Text("token_endpoint"))
            .ShouldBe(($"{IssuingHost.Issuer}/par", $"{IssuingHost.Issuer}/authorize", $"{IssuingHost.Issuer}/token"));
        server.GetProperty("require_pushed_authorization_requests").GetBoolean().ShouldBeTrue();
        server.GetProperty("authorization_response_iss_parameter_supported").GetBoolean().ShouldBeTrue();
        All("code_challenge_methods_supported").ShouldBe(["S256"]);
        All("dpop_signing_alg_values_supported").ShouldBe(["ES256"]);
        All("grant_types_supported").ShouldContain("authorization_code");
    }

    // A credential can be made of it.
    private async Task<(Guid Licence, string Identifier)> PublishedAsync()
    {
        var (licence, identifier) = await host.MintedLicence();
        await host.CredentialOf(licence);
        return (licence, identifier);
    }

    private async Task<long> LooksAsync(Guid licence) =>
        (long)(await host.RowAsync("select count(*) from mt_events where type like 'access%' and data::text like $1", $"%{licence}%"))[0]!;
}
