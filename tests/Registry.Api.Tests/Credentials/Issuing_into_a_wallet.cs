using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

public sealed class Issuing_into_a_wallet(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string At = $"/agency/{IssuingHost.Commerce}";

    [Fact]
    public async Task a_wallet_carries_one_credential_for_each_key_it_has()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        Es256Signer[] keys = [Wallet.NewKey(), Wallet.NewKey(), Wallet.NewKey()];
        var nonce = await NonceAsync();
        using var answer = await FetchAsync(offer, token, [.. keys.Select(key => WalletProof.Of(key, IssuingHost.Issuer, nonce))]);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var texts = (await answer.JsonAsync()).GetProperty("credentials").EnumerateArray()
            .Select(one => one.GetProperty("credential").GetString()!).ToList();
        texts.Select(Wallet.PlaceOf).Distinct().Count().ShouldBe(3);
        foreach (var (key, text) in keys.Zip(texts))
        {
            var demands = new KeyBindingDemands("https://verifier.example", "n-1", TimeSpan.FromMinutes(5));
            await host.Claims(KeyBinding.Add(text, demands, Wallet.Now, key), demands);
            (await host.StatusOf(text)).ShouldBe(StatusList.Valid);
        }
        ((long)(await host.RowAsync("select count(*) from mt_doc_credentialcard where data ->> 'licence' = $1", offer.Licence.ToString()))[0]!)
            .ShouldBe(3);
        var looks = await host.RowAsync("select count(*) from mt_events where type like 'access%' and data::text like $1", $"%{offer.Licence}%");
        ((long)looks[0]!).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task the_issuer_says_the_same_in_both_places_where_wallets_look()
    {
        var inserted = await host.Json($"/.well-known/openid-credential-issuer/city{At}");
        JsonElement.DeepEquals(inserted, await host.Json($"{At}/.well-known/openid-credential-issuer")).ShouldBeTrue();
        inserted.GetProperty("credential_issuer").GetString().ShouldBe(IssuingHost.Issuer);
        inserted.GetProperty("batch_credential_issuance").GetProperty("batch_size").GetInt32().ShouldBeGreaterThan(1);
        var type = inserted.GetProperty("credential_configurations_supported").GetProperty($"{IssuingHost.Commerce}001-1");
        (type.GetProperty("format").GetString(), type.GetProperty("vct").GetString())
            .ShouldBe(("dc+sd-jwt", $"{IssuingHost.PublicUrl}/vct/{IssuingHost.Commerce}001/1"));
        var server = await host.Json($"/.well-known/oauth-authorization-server/city{At}");
        server.GetProperty("issuer").GetString().ShouldBe(IssuingHost.Issuer);
        server.GetProperty("pre-authorized_grant_anonymous_access_supported").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task an_issuer_offers_only_what_it_may_issue()
    {
        await host.PublishedType(TypeJourneys.Workshop);
        (await Configurations(At)).ShouldContain($"{TypeJourneys.Workshop}-1");
        var others = await Configurations("/agency/11340100MB1AC0103N");
        others.ShouldNotBeEmpty();
        others.ShouldNotContain($"{TypeJourneys.Workshop}-1");

        async Task<IReadOnlyList<string>> Configurations(string issuer) =>
            [.. (await host.Json($"{issuer}/.well-known/openid-credential-issuer")).GetProperty("credential_configurations_supported")
                .EnumerateObject().Select(one => one.Name)];
    }

    [Fact]
    public async Task asked_twice_with_one_key_the_offer_is_the_same_and_nothing_of_it_is_kept_in_clear()
    {
        var key = Guid.NewGuid().ToString();
        var first = await OfferAsync(key: key);
        var second = await OfferAsync(first.Licence, key);
        (second.Code, second.Digits).ShouldBe((first.Code, first.Digits));
        var kept = (string)(await host.RowAsync("select string_agg(secret::text, '') from wallet_secret secret"))[0]!;
        foreach (var secret in (string[])[first.Code, first.Digits])
        {
            kept.ShouldNotContain(secret);
            kept.ShouldNotContain(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(secret)));
        }
        var answers = (string)(await host.RowAsync("select coalesce(string_agg(body, ''), '') from idempotency"))[0]!;
        answers.ShouldNotContain("openid-credential-offer");
    }

    [Fact]
    public async Task a_code_that_eight_redeem_at_once_gives_one_token()
    {
        var offer = await OfferAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RedeemAsync(offer.Code, offer.Digits)));
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Error == "invalid_grant");
    }

    [Fact]
    public async Task five_wrong_transaction_codes_make_an_offer_void()
    {
        var offer = await OfferAsync();
        var wrong = offer.Digits == "000000" ? "000001" : "000000";
        (await RedeemAsync(offer.Code, null)).ShouldBe((HttpStatusCode.BadRequest, "invalid_request"));
        for (var guess = 0; guess < 5; guess++)
            (await RedeemAsync(offer.Code, wrong)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
        (await RedeemAsync(offer.Code, offer.Digits)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
    }

    [Fact]
    public async Task a_code_is_no_good_elsewhere_or_when_it_has_expired()
    {
        var offer = await OfferAsync();
        (await RedeemAsync(offer.Code, offer.Digits, "/agency/11340100MB1AC0103N")).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
        (await RedeemAsync(offer.Code, offer.Digits, grant: "password")).ShouldBe((HttpStatusCode.BadRequest, "unsupported_grant_type"));
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{offer.Licence}%'");
        (await RedeemAsync(offer.Code, offer.Digits)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
    }

    [Fact]
    public async Task a_code_that_was_made_to_stand_for_another_licence_in_the_database_gives_nothing()
    {
        var (offer, other) = (await OfferAsync(), await OfferAsync());
        await host.ExecuteAsync(
            $"update wallet_secret set detail = replace(detail, '{offer.Licence}', '{other.Licence}') where detail like '%{offer.Licence}%'");
        (await RedeemAsync(offer.Code, offer.Digits)).ShouldBe((HttpStatusCode.BadRequest, "invalid_grant"));
        (await RedeemAsync(other.Code, other.Digits)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_nonce_is_good_once_and_here_only()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        using var key = Wallet.NewKey();
        var nonce = await NonceAsync();
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, nonce))).ShouldBeNull();
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, nonce))).ShouldBe("invalid_nonce");
        var foreign = await NonceAsync("/agency/11340100MB1AC0103N");
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, foreign))).ShouldBe("invalid_nonce");
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, "made-up"))).ShouldBe("invalid_nonce");
    }

    [Fact]
    public async Task a_nonce_and_a_token_are_good_for_minutes()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        using var key = Wallet.NewKey();
        var nonce = await NonceAsync();
        await host.ExecuteAsync("update wallet_secret set expires_at = now() - interval '1 second' where detail = ''");
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, nonce))).ShouldBe("invalid_nonce");
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{offer.Licence}%'");
        using var late = await FetchAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, await NonceAsync()));
        (late.StatusCode, await CodeOf(late)).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
        late.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task who_attests_to_a_key_is_not_asked_and_only_the_key_that_signed_gets_a_credential()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        using var key = Wallet.NewKey();
        using var other = Wallet.NewKey();
        var nonce = await NonceAsync();
        var attestation = Jws.Sign(
            new() { ["typ"] = "key-attestation+jwt" },
            new()
            {
                ["iat"] = Wallet.Now.ToUnixTimeSeconds(), ["nonce"] = nonce,
                ["attested_keys"] = new JsonArray(Jwk.Export(key.PublicKeySpki), Jwk.Export(other.PublicKeySpki)),
            },
            other);
        using var answer = await FetchAsync(
            offer, token, WalletProof.Of(key, IssuingHost.Issuer, nonce, (header, _) => header["key_attestation"] = attestation));
        var text = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("credentials").EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("credential").GetString()!;
        var demands = new KeyBindingDemands("https://verifier.example", "n-1", TimeSpan.FromMinutes(5));
        await host.Claims(KeyBinding.Add(text, demands, Wallet.Now, key), demands);
    }

    [Fact]
    public async Task a_proof_that_proves_nothing_is_refused_and_uses_no_nonce_up()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        var nonce = await NonceAsync();
        using var key = Wallet.NewKey();
        using var other = Wallet.NewKey();
        string Spoilt(Action<JsonObject, JsonObject> spoil) => WalletProof.Of(key, IssuingHost.Issuer, nonce, spoil);
        var good = WalletProof.Of(key, IssuingHost.Issuer, nonce);
        string[] bad =
        [
            Spoilt((_, claims) => claims["aud"] = "https://other.example"),
            Spoilt((_, claims) => claims["iat"] = Wallet.Now.AddHours(-1).ToUnixTimeSeconds()),
            Spoilt((_, claims) => claims["iat"] = Wallet.Now.AddHours(1).ToUnixTimeSeconds()),
            Spoilt((_, claims) => claims.Remove("nonce")),
            Spoilt((header, _) => header["typ"] = "JWT"),
            Spoilt((header, _) => header["kid"] = "1"),
            Spoilt((header, _) => header.Remove("jwk")),
            Spoilt((header, _) => header["jwk"]!["d"] = "AAAA"),
            WalletProof.Of(key, IssuingHost.Issuer, nonce, signer: other),
            WithAlgorithm(good, "none"),
            WithAlgorithm(good, "HS256"),
            "no.proof.atall",
        ];
        foreach (var proof in bad)
            (await ErrorAsync(offer, token, proof)).ShouldBe("invalid_proof", proof);
        (await ErrorAsync(offer, token, good, good)).ShouldBe("invalid_proof", "one key, two credentials");
        (await ErrorAsync(offer, token)).ShouldBe("invalid_proof", "none");
        (await ErrorAsync(offer, token, good)).ShouldBeNull();
    }

    [Fact]
    public async Task a_wallet_asks_for_what_was_offered_by_one_name()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        async Task<string?> Ask(object body)
        {
            using var answer = await PostAsync(token, JsonContent.Create(body));
            return await CodeOf(answer);
        }
        (await Ask(new { credential_configuration_id = "other" })).ShouldBe("unknown_credential_configuration");
        (await Ask(new { credential_identifier = offer.Configuration })).ShouldBe("unknown_credential_identifier");
        (await Ask(new { credential_identifier = "a", credential_configuration_id = offer.Configuration })).ShouldBe("invalid_credential_request");
        (await Ask(new { })).ShouldBe("invalid_credential_request");
        (await Ask("text")).ShouldBe("invalid_credential_request");
        using var nobody = await PostAsync("made-up", JsonContent.Create(new { }));
        (nobody.StatusCode, await CodeOf(nobody)).ShouldBe((HttpStatusCode.Unauthorized, "invalid_token"));
    }

    [Fact]
    public async Task a_licence_that_is_not_valid_any_more_is_denied_and_not_offered()
    {
        var offer = await OfferAsync();
        var token = await TokenAsync(offer);
        await host.StepAsync(offer.Licence, "suspension", 1);
        using var key = Wallet.NewKey();
        (await ErrorAsync(offer, token, WalletProof.Of(key, IssuingHost.Issuer, await NonceAsync()))).ShouldBe("credential_request_denied");
        using var holder = await host.SignedInAs("citizen");
        using var again = await holder.WriteAsync($"/api/v1/licences/{offer.Licence}/credential-offers", null);
        (again.StatusCode, await again.ProblemAsync()).ShouldBe((HttpStatusCode.Conflict, "credential-licence-not-valid"));
    }

    [Fact]
    public async Task another_s_licence_is_not_offered()
    {
        var (licence, _) = await host.MintedLicence();
        using var other = await host.SignedInAs("citizen2");
        using var answer = await other.WriteAsync($"/api/v1/licences/{licence}/credential-offers", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private sealed record Offer(Guid Licence, string Code, string Digits, string Configuration);

    private async Task<Offer> OfferAsync(Guid? of = null, string? key = null)
    {
        var licence = of ?? (await host.MintedLicence()).Item1;
        var offered = await host.OfferOf(licence, key);
        var link = Uri.UnescapeDataString(offered.GetProperty("offer").GetString()!);
        var offer = await host.Json(link[(link.IndexOf(IssuingHost.PublicUrl, StringComparison.Ordinal) + IssuingHost.PublicUrl.Length)..]);
        offer.GetProperty("credential_issuer").GetString().ShouldBe(IssuingHost.Issuer);
        return new(
            licence, offer.GetProperty("grants").EnumerateObject().Single().Value.GetProperty("pre-authorized_code").GetString()!,
            offered.GetProperty("transactionCode").GetString()!, offer.GetProperty("credential_configuration_ids")[0].GetString()!);
    }

    private async Task<(HttpStatusCode Status, string? Error)> RedeemAsync(
        string code, string? digits, string at = At, string grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code")
    {
        using var answer = await SendFormAsync(code, digits, at, grant);
        return (answer.StatusCode, await CodeOf(answer));
    }

    private async Task<string> TokenAsync(Offer offer)
    {
        using var answer = await SendFormAsync(offer.Code, offer.Digits, At, "urn:ietf:params:oauth:grant-type:pre-authorized_code");
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("access_token").GetString()!;
    }

    // What a wallet says of itself is tolerated.
    private async Task<HttpResponseMessage> SendFormAsync(string code, string? digits, string at, string grant)
    {
        using var wallet = host.Anonymous();
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = grant, ["pre-authorized_code"] = code, ["client_id"] = "wallet", ["resource"] = IssuingHost.Issuer,
        };
        if (digits is not null)
            form["tx_code"] = digits;
        return await wallet.PostAsync(new Uri($"{at}/token", UriKind.Relative), new FormUrlEncodedContent(form));
    }

    private async Task<string> NonceAsync(string at = At)
    {
        using var wallet = host.Anonymous();
        using var answer = await wallet.PostAsync(new Uri($"{at}/nonce", UriKind.Relative), null);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return (await answer.JsonAsync()).GetProperty("c_nonce").GetString()!;
    }

    private Task<HttpResponseMessage> FetchAsync(Offer offer, string token, params string[] proofs) => PostAsync(
        token, JsonContent.Create(new { credential_configuration_id = offer.Configuration, proofs = new { jwt = proofs } }));

    private async Task<HttpResponseMessage> PostAsync(string token, HttpContent content)
    {
        using var wallet = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{At}/credential") { Content = content };
        request.Headers.Authorization = new("Bearer", token);
        return await wallet.SendAsync(request);
    }

    private async Task<string?> ErrorAsync(Offer offer, string token, params string[] proofs)
    {
        using var answer = await FetchAsync(offer, token, proofs);
        return await CodeOf(answer);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.JsonAsync()).TryGetProperty("error", out var error) ? error.GetString() : null;

    private static string WithAlgorithm(string jwt, string algorithm)
    {
        var parts = jwt.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        header["alg"] = algorithm;
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{parts[1]}.{parts[2]}";
    }
}
