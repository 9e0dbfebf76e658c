using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Registry.Api.Identity;

namespace Registry.Testing;

/// <summary>Access tokens that the development identity provider would not give, signed with its own key or another.</summary>
public static class TokenForge
{
    /// <summary>The claims of an officer.</summary>
    public static Dictionary<string, object> Officer(string agency, string region, string role = "caseworker") => new()
    {
        ["sub"] = "officer-forged", ["role"] = role, ["tenant"] = "340100", ["agency"] = agency, ["region"] = region,
    };

    /// <summary>A client with a well-made token of these claims.</summary>
    public static HttpClient SignedInWith(this RegistryHost host, Dictionary<string, object> claims) =>
        host.Bearing(host.Token(claims));

    public static HttpClient Bearing(this RegistryHost host, string token)
    {
        var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A token as the identity provider makes them, but for what <paramref name="change"/> does to it.</summary>
    public static string Token(
        this RegistryHost host, Dictionary<string, object> claims, Action<SecurityTokenDescriptor>? change = null) =>
        Token(host.SigningKey(), claims, change);

    /// <summary>As above, signed with any key, which it names.</summary>
    public static string Token(
        SecurityKey key, Dictionary<string, object> claims, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = DevelopmentIdentity.Issuer,
            Audience = "registry",
            TokenType = "at+jwt",
            NotBefore = now.AddMinutes(-1),
            IssuedAt = now.AddMinutes(-1),
            Expires = now.AddMinutes(10),
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>The key the host trusts.</summary>
    public static ECDsaSecurityKey SigningKey(this RegistryHost host) => SigningKey(host.DataDirectory);

    /// <summary>The development key of a server with that data directory.</summary>
    public static ECDsaSecurityKey SigningKey(string dataDirectory)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(dataDirectory, "keys", "development-idp.pem")));
        return new ECDsaSecurityKey(key) { KeyId = "development" };
    }
}
