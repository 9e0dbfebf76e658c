using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Registry.Api.Pages.SignIn;

/// <summary>What a browser keeps, sealed, while its person is at the authority: by it an answer is told from one that is meant for another.</summary>
/// <param name="State">Comes back with the answer (RFC 6749 section 10.12).</param>
/// <param name="Nonce">Comes back in the id token (OpenID Connect Core 1.0 section 3.1.2.1).</param>
/// <param name="Verifier">Of PKCE: the code is good with it alone (RFC 7636).</param>
/// <param name="Return">As <see cref="ReturnPath"/> says it.</param>
internal sealed record SignInAttempt(string State, string Nonce, string Verifier, string Return, DateTimeOffset Until)
{
    /// <summary>As long as the session's: it has to come along from the authority's site, where the session's must not.</summary>
    public const string Cookie = "__Host-registry-signin";

    /// <summary>Long enough for a password that was forgotten.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int Octets = 32;

    public static SignInAttempt New(string @return, DateTimeOffset now) => new(Random(), Random(), Random(), @return, now + Life);

    /// <summary>By S256.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public bool Is(string? state) =>
        state is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(State), Encoding.UTF8.GetBytes(state));

    public static SignInAttempt? Parse(string? text) => text is null ? null : JsonSerializer.Deserialize<SignInAttempt>(text);

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Lax: the authority's answer is a cross-site navigation to us.</summary>
    public static CookieOptions Options() => new()
    {
        Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = Life,
    };

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));
}
