using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Identity;

/// <summary>
/// The rest of operations reference 1.4: headers that point at a key of the attacker's, members that can be read in two ways,
/// forms that cost much to open. Written by hand, because no library would.
/// </summary>
public sealed class Presenting_a_hostile_token(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Path = "/api/v1/cases";
    private const string Header = """{"alg":"ES256","typ":"at+jwt","kid":"development"}""";

    [Fact]
    public async Task written_by_hand_and_sound_lets_in()
    {
        using var key = host.SigningKey().ECDsa;
        (await StatusOf(Signed(key, Header, Payload()))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/dev/null")]
    [InlineData("' or '1'='1")]
    [InlineData("https://attacker.example/key")]
    [InlineData("0123456789")]
    public async Task that_names_a_key_of_its_own_is_refused_whoever_signed(string kid)
    {
        var header = JsonSerializer.Serialize(new { alg = "ES256", typ = "at+jwt", kid });
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(stranger, header, Payload()));
        await ShouldBeRefused(Signed(own, header, Payload()));
    }

    [Fact]
    public async Task that_names_a_key_of_ten_thousand_characters_is_refused()
    {
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(own, JsonSerializer.Serialize(new { alg = "ES256", typ = "at+jwt", kid = new string('k', 10_000) }), Payload()));
    }

    [Theory]
    [InlineData("jku", "\"https://attacker.example/jwks\"")]
    [InlineData("x5u", "\"https://attacker.example/chain\"")]
    [InlineData("jwk", "JWK")]
    [InlineData("x5c", "[\"MIIB\"]")]
    public async Task that_brings_its_own_key_is_refused(string member, string value)
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = stranger.ExportParameters(includePrivateParameters: false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X!)}}","y":"{{Base64Url.EncodeToString(point.Y!)}}"}""";
        foreach (var kid in (string[])[",\"kid\":\"development\"", ""])
            await ShouldBeRefused(Signed(
                stranger, $$"""{"alg":"ES256","typ":"at+jwt"{{kid}},"{{member}}":{{(value == "JWK" ? jwk : value)}}}""", Payload()));
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("ES256")]
    public async Task on_another_curve_is_refused(string algorithm)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await ShouldBeRefused(Signed(other, Header.Replace("ES256", algorithm, StringComparison.Ordinal), Payload(), HashAlgorithmName.SHA384));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"development","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"development","crit":["urn:unknown"],"urn:unknown":true}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"development","crit":[]}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"development","kid":"development"}""")]
    public async Task whose_header_asks_for_more_than_is_understood_is_refused(string header)
    {
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(own, header, Payload()));
    }

    [Theory]
    [InlineData("\"role\":\"caseworker\",\"role\":\"admin\"")]
    [InlineData("\"role\":\"admin\",\"role\":\"caseworker\"")]
    [InlineData("\"role\":\"caseworker\",\"sub\":\"somebody-else\"")]
    [InlineData("\"role\":\"caseworker\",\"aud\":\"registry\"")]
    public async Task that_says_something_twice_is_refused(string members)
    {
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(own, Header, Payload(members)));
    }

    [Theory]
    [InlineData("[\"registry\",\"other\"]")]
    [InlineData("[\"other\",\"registry\"]")]
    [InlineData("[]")]
    public async Task for_several_audiences_or_none_is_refused(string audience)
    {
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(own, Header, Payload().Replace("\"aud\":\"registry\"", $"\"aud\":{audience}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task with_several_roles_is_forbidden()
    {
        using var own = host.SigningKey().ECDsa;
        (await StatusOf(Signed(own, Header, Payload("\"role\":[\"caseworker\",\"admin\"]")))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task that_is_far_too_long_is_refused()
    {
        using var own = host.SigningKey().ECDsa;
        await ShouldBeRefused(Signed(own, Header, Payload($"\"role\":\"caseworker\",\"padding\":\"{new string('x', 9000)}\"")));
    }

    [Theory]
    [InlineData("""{"alg":"dir","enc":"A256GCM","zip":"DEF"}""")]
    [InlineData("""{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":2147483647,"p2s":"AAAA"}""")]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""")]
    public async Task that_is_encrypted_is_refused_without_opening_it(string header) =>
        await ShouldBeRefused($"{Part(header)}.{Part("key")}.{Part("iv")}.{Part("cipher")}.{Part("tag")}");

    private static string Payload(string role = "\"role\":\"caseworker\"")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return $$"""{"iss":"{{Registry.Api.Identity.DevelopmentIdentity.Issuer}}","aud":"registry","sub":"officer-commerce-1","tenant":"340100","agency":"11340100MB1AC012X9","region":"340100","iat":{{now - 60}},"nbf":{{now - 60}},"exp":{{now + 600}},{{role}}}""";
    }

    private static string Signed(ECDsa key, string header, string payload, HashAlgorithmName? hash = null)
    {
        var body = $"{Part(header)}.{Part(payload)}";
        return $"{body}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(body), hash ?? HashAlgorithmName.SHA256))}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task<HttpStatusCode> StatusOf(string token)
    {
        using var client = host.Bearing(token);
        using var answer = await client.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task ShouldBeRefused(string token)
    {
        using var client = host.Bearing(token);
        using var answer = await client.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "not-authenticated");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("Exception");
    }
}
