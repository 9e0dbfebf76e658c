using System.Buffers.Text;
using System.Globalization;
using Registry.Domain.Credentials;

namespace Registry.Api.Wallets;

/// <summary>
/// DPoP (RFC 9449) at this server's endpoints: a proof is good once, and only with a nonce of ours, so that none can be made for later. Nonces
/// follow from the time, and are kept nowhere; ids of proofs are, in PostgreSQL, as long as the proof could come again.
/// </summary>
internal sealed class DpopProofs(WalletSecrets secrets, TimeProvider clock)
{
    public const string Header = "DPoP";
    public const string NonceHeader = "DPoP-Nonce";
    public const string Invalid = "invalid_dpop_proof";
    public const string UseNonce = "use_dpop_nonce";

    /// <summary>A nonce is given for so long, and taken for as long again.</summary>
    public static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    /// <summary>Thumbprint of the key that a request proves to have; neither where it has no proof; else the error code.</summary>
    /// <param name="address">Of the endpoint, under the public address.</param>
    /// <param name="accessToken">The one that comes with the request; null for none.</param>
    public async Task<(string? Key, string? Error)> ReadAsync(HttpContext http, string address, string? accessToken = null)
    {
        var now = clock.GetUtcNow();
        http.Response.Headers[NonceHeader] = NonceAt(now);
        var header = http.Request.Headers[Header];
        if (header.Count == 0)
            return (null, null);
        if (header.Count > 1 || DpopProof.Read(header.ToString(), http.Request.Method, new Uri(address), accessToken, now) is not { } proof)
            return (null, Invalid);
        if (proof.Nonce != NonceAt(now) && proof.Nonce != NonceAt(now - NonceLife))
            return (null, UseNonce);
        return await secrets.KeepAsync(SecretKind.DpopProof, $"{proof.Key}\n{proof.Id}", "", 2 * DpopProof.Window) ? (proof.Key, null) : (null, Invalid);
    }

    public string NonceAt(DateTimeOffset time) => Base64Url.EncodeToString(
        secrets.Derive("dpop-nonce", (time.ToUnixTimeSeconds() / (long)NonceLife.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
}
