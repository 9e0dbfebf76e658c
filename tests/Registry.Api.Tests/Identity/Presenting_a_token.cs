using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using Registry.Testing;

namespace Registry.Api.Tests.Identity;

public sealed class Presenting_a_token(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Path = "/api/v1/cases";

    private static Dictionary<string, object> Caseworker => TokenForge.Officer("11340100MB1AC012X9", "340100");

    [Fact]
    public async Task that_is_sound_lets_in()
    {
        using var client = host.SignedInWith(Caseworker);
        using var answer = await client.GetAsync(Path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task that_is_not_signed_is_refused(string algorithm)
    {
        var payload = host.Token(Caseworker).Split('.')[1];
        await ShouldBeRefused($"{Header(algorithm)}.{payload}.");
    }

    [Fact]
    public async Task that_lost_its_signature_is_refused() =>
        await ShouldBeRefused(host.Token(Caseworker)[..(host.Token(Caseworker).LastIndexOf('.') + 1)]);

    [Fact]
    public async Task that_is_signed_with_the_public_key_as_a_secret_is_refused()
    {
        var payload = host.Token(Caseworker).Split('.')[1];
        var body = $"{Header("HS256")}.{payload}";
        using var key = host.SigningKey().ECDsa;
        foreach (var secret in (byte[][])[Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), key.ExportSubjectPublicKeyInfo()])
            await ShouldBeRefused($"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(body)))}");
    }

    [Fact]
    public async Task that_is_signed_with_nothing_but_zeros_is_refused()
    {
        var token = host.Token(Caseworker);
        await ShouldBeRefused($"{token[..token.LastIndexOf('.')]}.{Base64Url.EncodeToString(new byte[64])}");
    }

    [Fact]
    public async Task that_somebody_else_signed_is_refused()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await ShouldBeRefused(host.Token(Caseworker, token => token.SigningCredentials =
            new(new ECDsaSecurityKey(stranger) { KeyId = "development" }, SecurityAlgorithms.EcdsaSha256)));
    }

    [Fact]
    public async Task that_was_changed_is_refused()
    {
        var parts = host.Token(Caseworker).Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["role"] = "admin";
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        await ShouldBeRefused(string.Join('.', parts));
    }

    [Fact]
    public async Task for_another_audience_is_refused() =>
        await ShouldBeRefused(host.Token(Caseworker, token => token.Audience = "somebody-else"));

    [Fact]
    public async Task for_no_audience_is_refused() => await ShouldBeRefused(host.Token(Caseworker, token => token.Audience = null));

    [Fact]
    public async Task of_another_issuer_is_refused() =>
        await ShouldBeRefused(host.Token(Caseworker, token => token.Issuer = "https://idp.example/"));

    [Fact]
    public async Task that_expired_a_minute_ago_is_refused() => await ShouldBeRefused(host.Token(Caseworker, token =>
        token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1)));

    [Fact]
    public async Task that_never_expires_is_refused() => await ShouldBeRefused(host.Token(Caseworker, token => token.Expires = null));

    [Fact]
    public async Task that_is_not_valid_yet_is_refused() => await ShouldBeRefused(host.Token(Caseworker, token =>
        token.NotBefore = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(2)));

    [Theory]
    [InlineData("JWT")]
    [InlineData("id+jwt")]
    public async Task of_another_type_is_refused(string type) =>
        await ShouldBeRefused(host.Token(Caseworker, token => token.TokenType = type));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task that_is_none_is_refused(string token) => await ShouldBeRefused(token);

    [Fact]
    public async Task in_the_address_is_as_good_as_none()
    {
        using var client = host.Anonymous();
        var token = host.Token(Caseworker);
        using var answer = await client.GetAsync(
            $"{Path}?access_token={token}&token={token}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "not-authenticated");
    }

    [Theory]
    [InlineData("role")]
    [InlineData("tenant")]
    [InlineData("sub")]
    public async Task without_a_claim_that_counts_is_forbidden(string claim)
    {
        var claims = Caseworker;
        claims.Remove(claim);
        await ShouldBeForbidden(claims);
    }

    [Theory]
    [InlineData("role", "king")]
    [InlineData("role", "Caseworker")]
    [InlineData("role", "verifier")]
    [InlineData("tenant", "320100")]
    public async Task with_a_claim_that_does_not_suit_is_forbidden(string claim, string value)
    {
        var claims = Caseworker;
        claims[claim] = value;
        await ShouldBeForbidden(claims);
    }

    [Theory]
    [InlineData("citizen", "/api/v1/items")]
    [InlineData("caseworker", "/api/v1/cases")]
    [InlineData("verifier", "/api/v1/licences")]
    [InlineData("admin", "/api/v1/licences")]
    public async Task of_another_role_may_not_write(string person, string path)
    {
        using var client = await host.SignedInAs(person);
        var before = await host.FootprintAsync();
        using var answer = await client.WriteAsync(path, new { }, version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task of_a_citizen_without_a_person_opens_no_case()
    {
        using var client = host.SignedInWith(new() { ["sub"] = "nobody", ["role"] = "citizen", ["tenant"] = "340100" });
        using var answer = await client.WriteAsync(Path, Journeys.Application());
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "session-without-party");
    }

    private static string Header(string algorithm) => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"development"}"""));

    private async Task ShouldBeRefused(string token)
    {
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await client.GetAsync(Path, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "not-authenticated");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    private async Task ShouldBeForbidden(Dictionary<string, object> claims)
    {
        using var client = host.SignedInWith(claims);
        using var answer = await client.GetAsync(Path, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }
}
