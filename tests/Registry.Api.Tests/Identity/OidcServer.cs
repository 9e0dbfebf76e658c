using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Registry.Testing;

namespace Registry.Api.Tests.Identity;

/// <summary>A city's identity provider as a resource server and its pages see it: discovery and keys over HTTPS, tokens, and signing in.</summary>
internal sealed partial class OidcServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private ECDsaSecurityKey key = NewKey("first");
    private int keyFetches;

    private OidcServer(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        app = builder.Build();
        app.Run(AnswerAsync);
        Certificate = certificate;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Its name in tokens, and where it is.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>How often somebody has fetched the keys.</summary>
    public int KeyFetches => keyFetches;

    public static async Task<OidcServer> StartAsync()
    {
        var server = new OidcServer(SelfSigned());
        await server.app.StartAsync();
        server.Issuer = server.app.Urls.Single();
        return server;
    }

    /// <summary>From now on it signs with, and shows, another key.</summary>
    public void Rotate(string kid) => key = NewKey(kid);

    /// <summary>A token of a citizen's, naming the key that signed it or another.</summary>
    public string Token(string? kid = null) => TokenForge.Token(
        kid is null ? key : new ECDsaSecurityKey(key.ECDsa) { KeyId = kid },
        new() { ["sub"] = "person-1", ["role"] = "citizen", ["tenant"] = "340100" },
        token => token.Issuer = Issuer);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == "/.well-known/openid-configuration")
            return http.Response.WriteAsJsonAsync(new
            {
                issuer = Issuer, jwks_uri = $"{Issuer}/keys", authorization_endpoint = $"{Issuer}/authorize", token_endpoint = $"{Issuer}/token",
                authorization_response_iss_parameter_supported = true,
            });
        if (http.Request.Path == "/token")
            return RedeemAsync(http);
        Interlocked.Increment(ref keyFetches);
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return http.Response.WriteAsJsonAsync(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = key.KeyId,
                    x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y),
                },
            },
        });
    }

    private static ECDsaSecurityKey NewKey(string kid) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = kid };

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        // Kestrel wants the key where its TLS library finds it.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
