using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Wallets;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>The authorization-code flow, from the code on: who has it, and the token, has nothing without the wallet's key.</summary>
public sealed class Redeeming_a_consent(IssuingHost host) : IClassFixture<IssuingHost>, IAsyncLifetime
{
    private readonly AskingWallet wallet = new(host);
    private Guid licence;

    public async ValueTask InitializeAsync()
    {
        (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
    }

    public ValueTask DisposeAsync()
    {
        wallet.Dispose();
        return default;
    }

    [Fact]
    public async Task a_code_is_redeemed_by_whom_it_was_given_to_and_by_nobody_else()
    {
        var code = await wallet.CodeAsync(licence);
        using var thief = Wallet.NewKey();

        async Task<string?> Redeem(Action<Dictionary<string, string>>? spoil = null, string at = $"/agency/{IssuingHost.Commerce}", params string[] proofs)
        {
            using var answer = await wallet.RedeemAsync(code, spoil, at, proofs);
            if (answer.StatusCode != HttpStatusCode.OK)
                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return await AskingWallet.ErrorIn(answer);
        }
        foreach (var field in (string[])["code", "code_verifier", "client_id", "redirect_uri", "grant_type"])
            (await Redeem(form => form.Remove(field))).ShouldBe("invalid_request", field);
        (await Redeem(form => form["grant_type"] = "password")).ShouldBe("unsupported_grant_type");
        (await Redeem(form => form["code_verifier"] = new('a', 43))).ShouldBe("invalid_grant");
        (await Redeem(form => form["code_verifier"] = "short")).ShouldBe("invalid_request");
        (await Redeem(form => form["client_id"] = "other")).ShouldBe("invalid_grant");
        (await Redeem(form => form["redirect_uri"] += "/")).ShouldBe("invalid_grant");
        (await Redeem(form => form["code"] += "1")).ShouldBe("invalid_grant");
        const string other = "11340100MB1AC0103N";
        (await Redeem(at: $"/agency/{other}", proofs: wallet.Proof(
            "token", spoil: (_, claims) => claims["htu"] = $"{IssuingHost.PublicUrl}/agency/{other}/token"))).ShouldBe("invalid_grant");
        (await Redeem()).ShouldBeNull("none of these used it up");
    }

    [Fact]
    public async Task a_code_that_was_asked_for_with_a_key_is_redeemed_with_that_key()
    {
        using var other = Wallet.NewKey();
        var code = await wallet.CodeAsync(licence, form => form["dpop_jkt"] = wallet.Thumbprint);
        using var stolen = await wallet.RedeemAsync(code, proofs: wallet.Proof("token", by: other));
        (stolen.StatusCode, await AskingWallet.ErrorIn(stolen)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
        await wallet.TokenAsync(code);

        using var two = await wallet.PushAsync(form => form["dpop_jkt"] = AskingWallet.ThumbprintOf(other), wallet.Proof("par"));
        (await AskingWallet.ErrorIn(two)).ShouldBe("invalid_dpop_proof");
        using var proven = await wallet.PushAsync(null, wallet.Proof("par"));
        proven.StatusCode.ShouldBe(HttpStatusCode.Created);
        var (_, text) = await wallet.SeeAsync(AskingWallet.PageOf(await proven.JsonAsync()));
        using var answer = await wallet.AnswerAsync(text, licence.ToString());
        using var again = await wallet.RedeemAsync(AskingWallet.QueryOf(answer)["code"], proofs: wallet.Proof("token", by: other));
        (await AskingWallet.ErrorIn(again)).ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task a_code_that_comes_again_makes_its_token_void()
    {
        var code = await wallet.CodeAsync(licence);
        var access = (await wallet.TokenAsync(code)).GetProperty("access_token").GetString()!;
        (await FetchAsync(access, "DPoP", wallet.Proof("credential", access))).Status.ShouldBe(HttpStatusCode.OK);
        using var again = await wallet.RedeemAsync(code);
        (again.StatusCode, await AskingWallet.ErrorIn(again)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
        (await FetchAsync(access, "DPoP", wallet.Proof("credential", access))).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
    }

    [Fact]
    public async Task of_many_at_once_none_has_a_token_for_good()
    {
        var code = await wallet.CodeAsync(licence);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => wallet.RedeemAsync(code)));
        var tokens = new List<string>();
        foreach (var answer in answers)
            using (answer)
                if (answer.StatusCode == HttpStatusCode.OK)
                    tokens.Add((await answer.JsonAsync()).GetProperty("access_token").GetString()!);
        tokens.Count.ShouldBeLessThanOrEqualTo(1);
        foreach (var access in tokens)
            (await FetchAsync(access, "DPoP", wallet.Proof("credential", access))).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
    }

    [Fact]
    public async Task a_code_is_good_for_a_minute()
    {
        var code = await wallet.CodeAsync(licence);
        var mine = $"detail like '%{wallet.Challenge}%' and not used";
        ((bool)(await host.RowAsync($"select bool_and(expires_at < now() + interval '61 seconds') from wallet_secret where {mine}"))[0]!).ShouldBeTrue();
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where {mine}");
        using var late = await wallet.RedeemAsync(code);
        (await AskingWallet.ErrorIn(late)).ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task without_a_proof_of_a_key_or_with_a_spoilt_one_there_is_no_token()
    {
        var code = await wallet.CodeAsync(licence);

        async Task<string?> Redeem(params string[] proofs)
        {
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = wallet.Verifier,
                ["client_id"] = AskingWallet.ClientId, ["redirect_uri"] = AskingWallet.Redirect,
            };
            using var answer = await wallet.PostAsync("token", new FormUrlEncodedContent(form), proofs);
            answer.Headers.Contains("DPoP-Nonce").ShouldBeTrue();
            return await AskingWallet.ErrorIn(answer);
        }
        (await Redeem()).ShouldBe("invalid_dpop_proof");
        (await Redeem("no.proof.atall")).ShouldBe("invalid_dpop_proof");
        (await Redeem(wallet.Proof("token"), wallet.Proof("token"))).ShouldBe("invalid_dpop_proof", "two");
        (await Redeem(wallet.Proof("par"))).ShouldBe("invalid_dpop_proof", "of another endpoint");
        (await Redeem(wallet.Proof("token", spoil: (_, claims) => claims["htm"] = "GET"))).ShouldBe("invalid_dpop_proof");
        (await Redeem(wallet.Proof("token", spoil: (_, claims) => claims.Remove("nonce")))).ShouldBe("use_dpop_nonce");
        (await Redeem(wallet.Proof("token", spoil: (_, claims) => claims["nonce"] = "made-up"))).ShouldBe("use_dpop_nonce");
        var nonces = host.Services.GetRequiredService<DpopProofs>();
        (await Redeem(wallet.Proof("token", spoil: (_, claims) => claims["nonce"] = nonces.NonceAt(Wallet.Now - 2 * DpopProofs.NonceLife))))
            .ShouldBe("use_dpop_nonce", "too old");
        using var refused = await wallet.PushAsync(null, wallet.Proof("token"));
        (await AskingWallet.ErrorIn(refused)).ShouldBe("invalid_dpop_proof", "pushed");

        var proof = wallet.Proof("token", spoil: (_, claims) => claims["nonce"] = nonces.NonceAt(Wallet.Now - DpopProofs.NonceLife));
        (await Redeem(proof)).ShouldBeNull("the nonce before is good");
        (await Redeem(proof)).ShouldBe("invalid_dpop_proof", "once");
    }

    [Fact]
    public async Task a_token_is_worth_nothing_without_its_key()
    {
        var access = (await wallet.TokenAsync(await wallet.CodeAsync(licence))).GetProperty("access_token").GetString()!;
        using var thief = Wallet.NewKey();
        string Proof(Action<JsonObject, JsonObject>? spoil = null) => wallet.Proof("credential", access, spoil);

        async Task Refused(string error, string scheme, params string[] proofs)
        {
            using var answer = await wallet.FetchAsync(access, scheme, proofs: proofs);
            (answer.StatusCode, await AskingWallet.ErrorIn(answer)).ShouldBe((HttpStatusCode.Unauthorized, error));
            answer.Headers.WwwAuthenticate.ToString().ShouldBe($"DPoP error=\"{error}\", algs=\"ES256\"");
        }
        await Refused("invalid_token", "Bearer", Proof());
        await Refused("invalid_token", "Basic");
        await Refused("invalid_dpop_proof", "DPoP");
        await Refused("invalid_dpop_proof", "DPoP", wallet.Proof("credential"));
        await Refused("invalid_dpop_proof", "DPoP", wallet.Proof("credential", "another token"));
        await Refused("invalid_dpop_proof", "DPoP", wallet.Proof("token", access));
        await Refused("invalid_token", "DPoP", wallet.Proof("credential", access, by: thief));
        await Refused("use_dpop_nonce", "DPoP", Proof((_, claims) => claims["nonce"] = "made-up"));
        var proof = Proof();
        (await FetchAsync(access, "DPoP", proof)).Status.ShouldBe(HttpStatusCode.OK);
        await Refused("invalid_dpop_proof", "DPoP", proof);

        using var fetched = await wallet.FetchAsync(access, proofs: Proof());
        var told = new JsonObject
        {
            ["notification_id"] = (await fetched.JsonAsync()).GetProperty("notification_id").GetString(), ["event"] = "credential_accepted",
        };
        using var bearer = await wallet.PostAsync("notification", JsonContent.Create(told), [], $"Bearer {access}");
        bearer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var taken = await wallet.PostAsync("notification", JsonContent.Create(told), [wallet.Proof("notification", access)], $"DPoP {access}");
        taken.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task a_licence_that_is_not_valid_any_more_is_denied()
    {
        var access = (await wallet.TokenAsync(await wallet.CodeAsync(licence))).GetProperty("access_token").GetString()!;
        await host.StepAsync(licence, "suspension", 1);
        (await FetchAsync(access, "DPoP", wallet.Proof("credential", access)))
            .ShouldBe((HttpStatusCode.BadRequest, "credential_request_denied"));
    }

    [Fact]
    public async Task an_offer_that_is_redeemed_with_a_key_gives_a_token_of_that_key_and_else_a_bearer_s()
    {
        async Task<(string Type, string Access)> Redeem(bool proves)
        {
            var offered = await host.OfferOf(licence);
            var link = Uri.UnescapeDataString(offered.GetProperty("offer").GetString()!);
            var offer = await host.Json(link[(link.IndexOf(IssuingHost.PublicUrl, StringComparison.Ordinal) + IssuingHost.PublicUrl.Length)..]);
            var grant = offer.GetProperty("grants").EnumerateObject().Single();
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = grant.Name, ["tx_code"] = offered.GetProperty("transactionCode").GetString()!,
                ["pre-authorized_code"] = grant.Value.GetProperty("pre-authorized_code").GetString()!,
            };
            using var nonce = await wallet.PushAsync();
            using var answer = await wallet.PostAsync("token", new FormUrlEncodedContent(form), proves ? [wallet.Proof("token")] : []);
            var token = await answer.EnsureSuccessStatusCode().JsonAsync();
            return (token.GetProperty("token_type").GetString()!, token.GetProperty("access_token").GetString()!);
        }
        var (bound, key) = await Redeem(proves: true);
        bound.ShouldBe("DPoP");
        (await FetchAsync(key, "Bearer")).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
        (await FetchAsync(key, "DPoP", wallet.Proof("credential", key))).Status.ShouldBe(HttpStatusCode.OK);
        var (free, bearer) = await Redeem(proves: false);
        free.ShouldBe("Bearer");
        (await FetchAsync(bearer, "DPoP", wallet.Proof("credential", bearer))).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
        (await FetchAsync(bearer, "Bearer")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, string? Error)> FetchAsync(string token, string scheme, params string[] proofs)
    {
        using var answer = await wallet.FetchAsync(token, scheme, proofs: proofs);
        return (answer.StatusCode, await AskingWallet.ErrorIn(answer));
    }
}
