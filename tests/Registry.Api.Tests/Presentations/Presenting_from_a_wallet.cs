using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Credentials;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Domain.Credentials;
using Registry.Domain.Presentations;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Presentations;

public sealed class Presenting_from_a_wallet(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string Type = $"{IssuingHost.Commerce}001";

    [Fact]
    public async Task an_officer_sees_what_was_asked_for_and_nothing_else_and_the_reading_is_recorded()
    {
        var (licence, text, key) = await CarriedAsync();
        var asked = await AskAsync(["holder_name", "licence_identifier"]);
        (await SeeAsync(asked)).GetProperty("state").GetString().ShouldBe("waiting");
        var before = await LooksAsync(licence);
        (await AnswerAsync(asked, PresentingWallet.Bind(text, key, asked.Payload))).ShouldBe(HttpStatusCode.OK);
        (await LooksAsync(licence)).ShouldBe(before, "nobody has looked yet");

        var seen = await SeeAsync(asked);
        (seen.GetProperty("state").GetString(), seen.GetProperty("verdict").GetString()).ShouldBe(("shown", "good"), seen.ToString());
        Codes(seen).ShouldBe(["integrity-ok", "issuer-ok", "holder-ok", "status-valid", "validity-ok", "logged", "as-asked"]);
        seen.GetProperty("licence").GetProperty("verdict").GetString().ShouldBe("valid");
        seen.GetProperty("claims").EnumerateObject().Select(one => one.Name).ShouldBe(["holder_name", "licence_identifier"]);
        seen.GetProperty("claims").GetProperty("holder_name").GetString().ShouldBe("王芳");
        var look = (string)(await host.RowAsync(
            "select data::text from mt_events where id = $1", seen.GetProperty("accessEvent").GetGuid()))[0]!;
        look.ShouldContain("holder.name");
        look.ShouldNotContain("holder.code");
        var kept = (string)(await host.RowAsync("select string_agg(secret::text, '') from wallet_secret secret"))[0]!;
        foreach (var secret in (string[])["王芳", asked.Handle, asked.Nonce])
            kept.ShouldNotContain(secret);
    }

    [Fact]
    public async Task the_request_is_signed_by_the_certificate_that_the_client_id_names_under_the_licence_authority_s_root()
    {
        var asked = await AskAsync(["holder_name"]);
        var jws = Jws.Parse(asked.Request)!;
        (jws.Type, (string?)jws.Payload["response_type"], (string?)jws.Payload["response_mode"]).ShouldBe(
            ("oauth-authz-req+jwt", "vp_token", "direct_post"));
        using var leaf = X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)jws.Header["x5c"]![0]!));
        asked.Link.ShouldContain(Uri.EscapeDataString($"x509_hash:{Base64Url.EncodeToString(SHA256.HashData(leaf.RawData))}"));
        using var key = Es256.Scheme.ImportPublicKey(leaf.PublicKey.ExportSubjectPublicKeyInfo())!;
        jws.IsSignedBy(key).ShouldBeTrue();
        using var root = await host.Root();
        leaf.Issuer.ShouldBe(root.Subject);
        (await AskAsync(["holder_name"])).Nonce.ShouldNotBe(asked.Nonce);
    }

    [Fact]
    public async Task a_wallet_that_brings_a_nonce_finds_it_in_the_same_request()
    {
        var asked = await AskAsync(["holder_name"]);
        asked.Payload.ContainsKey("wallet_nonce").ShouldBeFalse();
        var posted = Jws.Parse(await PostedAsync(new() { ["wallet_nonce"] = "n-1", ["wallet_metadata"] = "{}" }))!.Payload;
        ((string?)posted["wallet_nonce"], (string?)posted["nonce"]).ShouldBe(("n-1", asked.Nonce));
        Jws.Parse(await PostedAsync([]))!.Payload.ContainsKey("wallet_nonce").ShouldBeFalse();
        (await PostedAsync(new() { ["wallet_nonce"] = new string('n', RequestObject.MostOfNonce + 1) })).ShouldContain("invalid_request");

        async Task<string> PostedAsync(Dictionary<string, string> form)
        {
            using var wallet = host.Anonymous();
            using var content = new FormUrlEncodedContent(form);
            using var answer = await wallet.PostAsync(Relative($"/presentations/{asked.Handle}/request"), content);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task an_answer_may_come_encrypted_to_this_request_and_then_in_no_other_way()
    {
        var (_, text, key) = await CarriedAsync();
        var (asked, other) = (await AskAsync(["holder_name"], encrypted: true), await AskAsync(["holder_name"], encrypted: true));
        ((string?)asked.Payload["response_mode"]).ShouldBe("direct_post.jwt");
        var shown = PresentingWallet.Show(text, key, asked.Request);
        (await AnswerAsync(asked, shown)).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(asked, new() { ["response"] = PresentingWallet.Encrypt(shown, other.Payload, "A256GCM") })).ShouldBe(HttpStatusCode.BadRequest);
        var good = PresentingWallet.Encrypt(shown, asked.Payload, "A256GCM");
        var changed = good.Split('.');
        changed[3] = (changed[3][0] == 'A' ? 'B' : 'A') + changed[3][1..];
        (await PostAsync(asked, new() { ["response"] = string.Join('.', changed) })).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(asked, new() { ["response"] = good })).ShouldBe(HttpStatusCode.OK);
        (await SeeAsync(asked)).GetProperty("verdict").GetString().ShouldBe("good");
        (await PostAsync(other, new() { ["response"] = PresentingWallet.Encrypt(PresentingWallet.Show(text, key, other.Request), other.Payload, "A128GCM") }))
            .ShouldBe(HttpStatusCode.OK);
        (await SeeAsync(other)).GetProperty("verdict").GetString().ShouldBe("good");
    }

    [Fact]
    public async Task a_request_takes_one_answer_however_many_come_at_once()
    {
        var (_, text, key) = await CarriedAsync();
        var asked = await AskAsync(["holder_name"]);
        var shown = PresentingWallet.Show(text, key, asked.Request);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AnswerAsync(asked, shown)));
        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        (await AnswerAsync(asked, shown)).ShouldBe(HttpStatusCode.BadRequest, "replayed");
        using var anybody = host.Anonymous();
        using var gone = await anybody.GetAsync(Relative($"/presentations/{asked.Handle}/request"), TestContext.Current.CancellationToken);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task asking_again_with_the_same_key_is_the_same_request_until_it_is_gone()
    {
        var key = Guid.NewGuid().ToString();
        var first = await AskAsync(["holder_name"], key: key);
        (await AskAsync(["holder_name"], key: key)).Nonce.ShouldBe(first.Nonce);
        await host.ExecuteAsync("delete from wallet_secret");
        var later = await AskAsync(["holder_name"], key: key);
        later.Handle.ShouldBe(first.Handle);
        later.Nonce.ShouldNotBe(first.Nonce, "an old answer would fit");
    }

    [Fact]
    public async Task what_is_no_answer_uses_nothing_up_and_what_comes_late_is_not_taken()
    {
        var (_, text, key) = await CarriedAsync();
        var asked = await AskAsync(["holder_name"]);
        foreach (var token in (string[])["", "text", "{}", "{\"licence\":[]}", "{\"other\":[\"a~\"]}", "{\"licence\":[\"a~\",\"b~\"]}", "{\"licence\":\"a~\"}"])
            (await PostAsync(asked, new() { ["vp_token"] = token })).ShouldBe(HttpStatusCode.BadRequest, token);
        (await SeeAsync(asked)).GetProperty("state").GetString().ShouldBe("waiting");
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{asked.ClientId}%'");
        (await AnswerAsync(asked, PresentingWallet.Show(text, key, asked.Request))).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(asked, "verifier")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_proof_for_another_request_verifier_time_or_by_another_key_shows_no_claims()
    {
        var (_, text, key) = await CarriedAsync();
        using var thief = Wallet.NewKey();
        var other = await AskAsync(["holder_name"]);
        await BadAsync("holder-nonce-mismatch", asked => PresentingWallet.Show(text, key, other.Request));
        await BadAsync("holder-audience-mismatch", asked => PresentingWallet.Show(text, key, asked.Request, d => d with { Audience = "x509_hash:other" }));
        await BadAsync("holder-proof-time", asked => PresentingWallet.Show(text, key, asked.Request, at: Wallet.Now.AddMinutes(-7)));
        await BadAsync("holder-proof-time", asked => PresentingWallet.Show(text, key, asked.Request, at: Wallet.Now.AddMinutes(3)));
        await BadAsync("holder-proof-wrong", asked => PresentingWallet.Show(text, thief, asked.Request));
        await BadAsync("holder-unproven", _ => text);
        await BadAsync("bad-signature", asked => PresentingWallet.Bind(Forged(text), key, asked.Payload));
        await BadAsync("malformed", _ => "no~credential");

        async Task BadAsync(string code, Func<Asked, string> show)
        {
            var asked = await AskAsync(["holder_name"]);
            (await AnswerAsync(asked, show(asked))).ShouldBe(HttpStatusCode.OK, code);
            var seen = await SeeAsync(asked);
            Codes(seen).ShouldContain(code, seen.ToString());
            (seen.GetProperty("verdict").GetString(), seen.TryGetProperty("claims", out _)).ShouldBe(("bad", false), code);
            seen.ToString().ShouldNotContain("王芳");
        }
    }

    [Fact]
    public async Task a_licence_of_another_type_or_one_that_withholds_what_was_asked_is_not_what_was_asked_for()
    {
        var (_, text, key) = await CarriedAsync();
        await host.PublishedType(TypeJourneys.Workshop);
        var asked = await AskAsync(["holder_name"], type: TypeJourneys.Workshop);
        (await AnswerAsync(asked, PresentingWallet.Show(text, key, asked.Request))).ShouldBe(HttpStatusCode.OK);
        var seen = await SeeAsync(asked);
        Codes(seen).ShouldContain("type-not-asked");
        (seen.GetProperty("verdict").GetString(), seen.TryGetProperty("claims", out _)).ShouldBe(("bad", false));

        var more = await AskAsync(["holder_name", "holder_code"]);
        (await AnswerAsync(more, PresentingWallet.Bind(PresentingWallet.Select(text, new HashSet<string> { "holder_name" }), key, more.Payload)))
            .ShouldBe(HttpStatusCode.OK);
        var part = await SeeAsync(more);
        Codes(part).ShouldContain("claims-withheld");
        part.GetProperty("verdict").GetString().ShouldBe("bad");
    }

    [Fact]
    public async Task a_licence_that_is_suspended_after_it_was_shown_is_told_as_that()
    {
        var (licence, text, key) = await CarriedAsync();
        var asked = await AskAsync(["holder_name"]);
        (await AnswerAsync(asked, PresentingWallet.Show(text, key, asked.Request))).ShouldBe(HttpStatusCode.OK);
        await host.StepAsync(licence, "suspension", 1);
        var seen = await SeeAsync(asked);
        (seen.GetProperty("verdict").GetString(), seen.GetProperty("licence").GetProperty("verdict").GetString()).ShouldBe(("bad", "suspended"));

        await host.StepAsync(licence, "revocation", 2);
        await Eventually.HoldsAsync("the list says so", async () => await host.StatusOf(text) == StatusList.Invalid);
        var again = await AskAsync(["holder_name"]);
        (await AnswerAsync(again, PresentingWallet.Show(text, key, again.Request))).ShouldBe(HttpStatusCode.OK);
        Codes(await SeeAsync(again)).ShouldContain("revoked");
    }

    [Fact]
    public async Task what_was_shown_is_for_the_officer_who_asked_and_cannot_be_exchanged_in_the_database()
    {
        var (_, text, key) = await CarriedAsync();
        var (asked, other) = (await AskAsync(["holder_name"]), await AskAsync(["holder_name"]));
        foreach (var one in (Asked[])[asked, other])
            (await AnswerAsync(one, PresentingWallet.Show(text, key, one.Request))).ShouldBe(HttpStatusCode.OK);
        foreach (var person in (string[])["citizen", "caseworker", "auditor"])
            (await StatusAsync(asked, person)).ShouldBe(HttpStatusCode.Forbidden, person);
        await host.ChargeAsync("officer-urban-9", "11340100MB1AC00901", "340100", "verification");
        using var colleague = host.SignedInWith(new(TokenForge.Officer("11340100MB1AC00901", "340100", "verifier")) { ["sub"] = "officer-urban-9" });
        using var refused = await colleague.GetAsync(Relative($"/api/v1/presentations/{asked.Handle}"), TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await host.ExecuteAsync("update wallet_secret set detail = replace(detail, 'officer-urban-1', 'officer-urban-9') where detail like '%\"Checks\"%'");
        using var stolen = await colleague.GetAsync(Relative($"/api/v1/presentations/{asked.Handle}"), TestContext.Current.CancellationToken);
        stolen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_holder_may_decline_and_an_officer_may_ask_only_for_what_there_is()
    {
        var asked = await AskAsync(["holder_name"]);
        (await PostAsync(asked, new() { ["error"] = "access_denied" })).ShouldBe(HttpStatusCode.OK);
        (await SeeAsync(asked)).GetProperty("state").GetString().ShouldBe("declined");

        using var officer = await host.SignedInAs("verifier");
        foreach (var claims in (string[][])[[], ["holder_name", "holder_name"], ["log_receipt"], ["phone"]])
        {
            using var answer = await officer.WriteAsync("/api/v1/presentations", new { licenceType = Type, claims });
            (answer.StatusCode, await answer.ProblemAsync()).ShouldBe((HttpStatusCode.BadRequest, "presentation-claims"));
        }
        using var unknown = await officer.WriteAsync(
            "/api/v1/presentations", new { licenceType = $"{IssuingHost.Commerce}999", claims = new[] { "holder_name" } });
        (unknown.StatusCode, await unknown.ProblemAsync()).ShouldBe((HttpStatusCode.BadRequest, "presentation-type-unknown"));
    }

    private sealed record Asked(string Handle, string Link, string Request)
    {
        public JsonObject Payload => Jws.Parse(Request)!.Payload;

        public string ClientId => (string)Payload["client_id"]!;

        public string Nonce => (string)Payload["nonce"]!;
    }

    private async Task<(Guid Licence, string Text, Es256Signer Key)> CarriedAsync()
    {
        var (licence, _) = await host.MintedLicence();
        var key = Wallet.NewKey();
        return (licence, (await host.CredentialOf(licence, key)).Text, key);
    }

    private async Task<Asked> AskAsync(string[] claims, bool encrypted = false, string type = Type, string? key = null)
    {
        using var officer = await host.SignedInAs("verifier");
        using var answer = await officer.WriteAsync("/api/v1/presentations", new { licenceType = type, claims, encrypted }, key: key);
        var told = await answer.EnsureSuccessStatusCode().JsonAsync();
        var (handle, link) = (told.GetProperty("handle").GetString()!, told.GetProperty("link").GetString()!);
        Uri.UnescapeDataString(link).ShouldEndWith($"{IssuingHost.PublicUrl}/presentations/{handle}/request&request_uri_method=post");
        using var wallet = host.Anonymous();
        using var request = await wallet.GetAsync(Relative($"/presentations/{handle}/request"));
        request.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType.ShouldBe("application/oauth-authz-req+jwt");
        return new(handle, link, await request.Content.ReadAsStringAsync());
    }

    private Task<HttpStatusCode> AnswerAsync(Asked asked, string shown) =>
        PostAsync(asked, new() { ["vp_token"] = new JsonObject { ["licence"] = new JsonArray(shown) }.ToJsonString() });

    private async Task<HttpStatusCode> PostAsync(Asked asked, Dictionary<string, string> form)
    {
        using var wallet = host.Anonymous();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await wallet.PostAsync(Relative($"/presentations/{asked.Handle}/response"), content);
        return answer.StatusCode;
    }

    private async Task<JsonElement> SeeAsync(Asked asked)
    {
        using var officer = await host.SignedInAs("verifier");
        using var answer = await officer.GetAsync(Relative($"/api/v1/presentations/{asked.Handle}"));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(Asked asked, string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(Relative($"/api/v1/presentations/{asked.Handle}"));
        return answer.StatusCode;
    }

    private async Task<long> LooksAsync(Guid licence) => (long)(await host.RowAsync(
        "select count(*) from mt_events where type like 'access%' and data::text like $1", $"%licence/{licence}%"))[0]!;

    private static IReadOnlyList<string> Codes(JsonElement seen) =>
        [.. seen.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("code").GetString()!)];

    private static string Forged(string credential)
    {
        var parts = credential.Split('.', 3);
        return $"{parts[0]}.{parts[1]}.{new string('A', 86)}{parts[2][86..]}";
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
