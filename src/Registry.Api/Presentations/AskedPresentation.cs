using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Api.Wallets;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Presentations;

namespace Registry.Api.Presentations;

/// <summary>What an officer asked for. It names no holder; nonce and key follow from its handle, and are not kept.</summary>
/// <param name="ClientId">As the wallet is told it: a request outlives no change of the verify service's certificate.</param>
/// <param name="ClientName">The officer's agency.</param>
internal sealed record AskedPresentation(
    string Officer, Uscc Agency, string ClientId, string ClientName, PresentationQuery Query, bool Encrypted, DateTimeOffset AskedAt,
    DateTimeOffset ExpiresAt)
{
    public static AskedPresentation? Read(string? detail) => detail is null ? null : JsonSerializer.Deserialize<AskedPresentation>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>Of this request alone.</summary>
    public string NonceOf(string handle, WalletSecrets secrets) => Base64Url.EncodeToString(secrets.Derive("presentation-nonce", Seed(handle)));

    /// <summary>The key that the answer to this request is encrypted to.</summary>
    public ECDiffieHellman KeyOf(string handle, WalletSecrets secrets)
    {
        // Between 1 and n - 1: what of 2^256 is left over moves the distribution by 2^-32, and nobody sees it.
        var scalar = new BigInteger(secrets.Derive("presentation-key", Seed(handle)), isUnsigned: true, isBigEndian: true) % (Order - 1) + 1;
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - bytes.Length], .. bytes] });
    }

    /// <summary>Its public part as wallets are told it.</summary>
    public static JsonObject PublicKeyOf(ECDiffieHellman key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y),
            ["use"] = "enc", ["alg"] = Jwe.Algorithm, ["kid"] = "1",
        };
    }

    // The handle comes again when an officer repeats a request that is gone; the time it was asked at does not.
    private string Seed(string handle) => $"{handle}\n{AskedAt:O}";

    // n of P-256 (FIPS 186-5; SP 800-186 section 3.2.1.3).
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
}
