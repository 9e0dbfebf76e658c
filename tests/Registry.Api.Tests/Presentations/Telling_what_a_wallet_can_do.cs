using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Credentials;
using Registry.Testing;

namespace Registry.Api.Tests.Presentations;

/// <summary><c>wallet_metadata</c> (OpenID4VP 1.0 section 5.10): a wallet gets a request that it can answer, or an error.</summary>
public sealed class Telling_what_a_wallet_can_do(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"vp_formats_supported":{"mso_mdoc":{},"dc+sd-jwt":null},"jwks_uri":"https://wallet.example/jwks","unheard_of":[1]}""", null)]
    [InlineData("""{"vp_formats_supported":{"dc+sd-jwt":{"sd-jwt_alg_values":["EdDSA","ES256"],"kb-jwt_alg_values":["ES256"]}}}""", null)]
    [InlineData("""{"vp_formats_supported":{"mso_mdoc":{}}}""", "vp_formats_not_supported")]
    [InlineData("""{"vp_formats_supported":{"dc+sd-jwt":[]}}""", "vp_formats_not_supported")]
    [InlineData("""{"vp_formats_supported":null}""", "vp_formats_not_supported")]
    [InlineData("""{"vp_formats_supported":{"dc+sd-jwt":{"sd-jwt_alg_values":["EdDSA"]}}}""", "vp_formats_not_supported")]
    [InlineData("""{"vp_formats_supported":{"dc+sd-jwt":{"kb-jwt_alg_values":["ES384"]}}}""", "vp_formats_not_supported")]
    [InlineData("""{"response_types_supported":["vp_token id_token"]}""", "invalid_request")]
    [InlineData("""{"response_modes_supported":["direct_post"]}""", "invalid_request")]
    [InlineData("""{"response_modes_supported":["direct_post.jwt"],"client_id_prefixes_supported":["x509_hash"]}""", null)]
    [InlineData("""{"client_id_prefixes_supported":["x509_san_dns"]}""", "invalid_request")]
    [InlineData("""{"request_object_signing_alg_values_supported":["RS256"]}""", "invalid_request")]
    [InlineData("""{"authorization_encryption_alg_values_supported":["RSA-OAEP-256"]}""", "invalid_request")]
    [InlineData("""{"authorization_encryption_enc_values_supported":["A128CBC-HS256"]}""", "invalid_request")]
    [InlineData("""{"authorization_encryption_enc_values_supported":"A256GCM"}""", "invalid_request")]
    [InlineData("""{"jwks":{"keys":[]}}""", "invalid_request")]
    [InlineData("""{"jwks":{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}}""", "invalid_request")]
    [InlineData("""{"jwks":null}""", "invalid_request")]
    [InlineData("[]", "invalid_request")]
    [InlineData("no json", "invalid_request")]
    [InlineData("""{"jwks":{"keys":[]},"jwks":{"keys":[]}}""", "invalid_request")]
    public async Task what_cannot_be_satisfied_is_refused_and_the_request_still_waits(string metadata, string? error)
    {
        var handle = await AskAsync();
        using var answer = await FetchAsync(handle, metadata);
        if (error is null)
            Jws.Parse(await TextOf(answer)).ShouldNotBeNull();
        else
            (answer.StatusCode, (await answer.JsonAsync()).GetProperty("error").GetString()).ShouldBe((HttpStatusCode.BadRequest, error));
        using var another = await FetchAsync(handle, "{}");
        another.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task it_is_asked_for_an_answer_that_it_can_encrypt()
    {
        var handle = await AskAsync();
        using var answer = await FetchAsync(
            handle, """{"authorization_encryption_alg_values_supported":["ECDH-ES"],"authorization_encryption_enc_values_supported":["A128GCM","A128CBC-HS256"]}""");
        Jws.Parse(await TextOf(answer))!.Payload["client_metadata"]!["encrypted_response_enc_values_supported"]!.ToJsonString().ShouldBe("""["A128GCM"]""");
        // Whoever is asked in the clear encrypts nothing.
        using var clear = await FetchAsync(await AskAsync(encrypted: false), """{"authorization_encryption_enc_values_supported":["A128CBC-HS256"]}""");
        ((string?)Jws.Parse(await TextOf(clear))!.Payload["response_mode"]).ShouldBe("direct_post");
    }

    [Theory]
    [InlineData(null, "A256GCM")]
    [InlineData("A128GCM", "A128GCM")]
    public async Task a_wallet_that_wants_the_request_encrypted_gets_it_so_to_its_key_for_encrypting(string? wanted, string used)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var metadata = new JsonObject
        {
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray(JwkOf(other, "sig", "s"), JwkOf(key, "enc", "e")) },
            ["request_object_encryption_alg_values_supported"] = new JsonArray("ECDH-ES"),
        };
        if (wanted is not null)
            metadata["request_object_encryption_enc_values_supported"] = new JsonArray(wanted, "A128CBC-HS256");
        var handle = await AskAsync();
        using var answer = await FetchAsync(handle, metadata.ToJsonString(), "n-1");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/oauth-authz-req+jwt");
        var text = await TextOf(answer);
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(text.Split('.')[0]))!;
        ((string?)header["enc"], (string?)header["kid"], (string?)header["cty"]).ShouldBe((used, "e", "JWT"));
        var request = Jws.Parse(Encoding.ASCII.GetString(Jwe.Open(text, key).ShouldNotBeNull()))!;
        ((string?)request.Payload["wallet_nonce"], request.Type).ShouldBe(("n-1", "oauth-authz-req+jwt"));
        Jwe.Open(text, other).ShouldBeNull();

        metadata["request_object_encryption_enc_values_supported"] = new JsonArray("A128CBC-HS256");
        using var refused = await FetchAsync(handle, metadata.ToJsonString());
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "it would not take one that is not encrypted");
    }

    [Fact]
    public async Task it_is_said_once_and_briefly()
    {
        var handle = await AskAsync();
        using var wallet = host.Anonymous();
        using var twice = new FormUrlEncodedContent([new("wallet_metadata", "{}"), new("wallet_metadata", "{}")]);
        using var refused = await wallet.PostAsync(Request(handle), twice, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var @long = await FetchAsync(handle, $$"""{"x":"{{new string('x', 16 * 1024)}}"}""");
        @long.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static JsonObject JwkOf(ECDiffieHellman key, string use, string kid)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y),
            ["use"] = use, ["kid"] = kid,
        };
    }

    private async Task<string> AskAsync(bool encrypted = true)
    {
        using var officer = await host.SignedInAs("verifier");
        using var answer = await officer.WriteAsync(
            "/api/v1/presentations", new { licenceType = $"{IssuingHost.Commerce}001", claims = (string[])["holder_name"], encrypted });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("handle").GetString()!;
    }

    private async Task<HttpResponseMessage> FetchAsync(string handle, string metadata, string? nonce = null)
    {
        using var wallet = host.Anonymous();
        var form = new Dictionary<string, string> { ["wallet_metadata"] = metadata };
        if (nonce is not null)
            form["wallet_nonce"] = nonce;
        return await wallet.PostAsync(Request(handle), new FormUrlEncodedContent(form));
    }

    private static Uri Request(string handle) => new($"/presentations/{handle}/request", UriKind.Relative);

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
}
