using System.Security.Cryptography;
using Registry.Domain.Signatures;

namespace Registry.Domain.Keys;

/// <summary>The public half of an authority's root key, as verifiers pin it.</summary>
/// <param name="Algorithm">Follows from the key itself: each scheme has one encoding of its own.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER, base64.</param>
public sealed record RootKey(string Algorithm, string PublicKey)
{
    private static readonly ISignatureScheme[] Schemes = [Ed25519.Scheme, Es256.Scheme, Sm2.Scheme];

    /// <summary>The public key of a root's signer.</summary>
    public static RootKey Of(ISigner signer) => new(signer.Algorithm, Convert.ToBase64String(signer.PublicKeySpki));

    /// <summary>Reads a PEM file with one public key, as <c>openssl pkey -pubout</c> writes it. Null when it is none.</summary>
    public static RootKey? FromPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PUBLIC KEY")
            return null;
        var spki = Convert.FromBase64String(pem[fields.Base64Data]);
        foreach (var scheme in Schemes)
            using (var key = scheme.ImportPublicKey(spki))
                if (key is not null)
                    return new(scheme.Algorithm, Convert.ToBase64String(spki));
        return null;
    }

    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", Convert.FromBase64String(PublicKey)) + "\n";
}
