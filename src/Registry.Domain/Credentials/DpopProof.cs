using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>A client's proof, for one request, that it has the key its tokens are bound to (RFC 9449 section 4.2).</summary>
/// <param name="Key">Thumbprint of the key (RFC 7638).</param>
/// <param name="Id">Whether it was seen before is not known here.</param>
/// <param name="Nonce">Whether it is the server's, and still good, is not known here; null where it has none.</param>
public sealed record DpopProof(string Key, string Id, string? Nonce)
{
    public const string Type = "dpop+jwt";

    /// <summary>The only algorithm taken.</summary>
    public const string Algorithm = Es256.Name;

    /// <summary>How far its time may be from ours, before and after.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>More than any client's random id needs.</summary>
    private const int LongestId = 256;

    /// <summary>
    /// Reads and checks one (section 4.3); null for a proof of nothing: of another type, algorithm, method, address, time or access token,
    /// without id, whose key is not in its header or comes with its private part, or which another key signed.
    /// </summary>
    /// <param name="address">Of the request, as its client knows it.</param>
    /// <param name="accessToken">The one that comes with the request; null for none.</param>
    public static DpopProof? Read(string jwt, string method, Uri address, string? accessToken, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (Jws.Parse(jwt) is not { Type: Type, Algorithm: Algorithm } proof || proof.Header["jwk"] is not JsonObject jwk)
            return null;
        using var key = Jwk.Import(jwk);
        return key is not null && proof.IsSignedBy(key)
            && Jws.Text(proof.Payload, "htm") == method
            && Uri.TryCreate(Jws.Text(proof.Payload, "htu"), UriKind.Absolute, out var at) && PlaceOf(at) == PlaceOf(address)
            && Jws.Seconds(proof.Payload, "iat") is { } made
            && made <= (now + Window).ToUnixTimeSeconds() && made >= (now - Window).ToUnixTimeSeconds()
            && (accessToken is null || Jws.Text(proof.Payload, "ath") == HashOf(accessToken))
            && Jws.Text(proof.Payload, "jti") is { Length: > 0 and <= LongestId } id
                ? new(Jwk.Thumbprint(Jwk.PublicPart(jwk)!), id, Jws.Text(proof.Payload, "nonce"))
                : null;
    }

    /// <summary>base64url of SHA-256 over the ASCII of a text: <c>ath</c>, and S256 of PKCE (RFC 7636 section 4.2).</summary>
    public static string HashOf(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    // Without query and fragment, after the normalization of RFC 3986 sections 6.2.2 and 6.2.3.
    private static string PlaceOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
