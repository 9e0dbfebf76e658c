using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Registry.Domain.Signatures;

namespace Registry.Domain.Issuers;

/// <summary>
/// Certificates (RFC 5280) of credential keys, made with whatever holds the private key. Two levels: an authority's root, which
/// signs itself, and a leaf for each issuing agency.
/// </summary>
public static class SignerCertificates
{
    // Clocks differ; what is made now must not look as if it came from the future.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="serial">Random, positive, of at most 20 bytes.</param>
    public static X509Certificate2 Root(ISigner key, string name, DateTimeOffset now, TimeSpan life, ReadOnlySpan<byte> serial)
    {
        var subject = Name(name, serialNumber: null);
        var request = Request(subject, key.PublicKeySpki);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request.Create(subject, new Es256CertificateSigner(key), now - Skew, now + life, serial);
    }

    /// <summary>An agency's or a verifier's: it signs no certificates, and names an issuer as a URI (SD-JWT VC section 2.5).</summary>
    /// <param name="root">Whose key <paramref name="authority"/> is.</param>
    /// <param name="spki">The agency's public key.</param>
    /// <param name="code">Its USCC or region code, as the subject's serialNumber.</param>
    /// <param name="issuer">Null for one that issues nothing: no credential's <c>iss</c> leads to it.</param>
    public static X509Certificate2 Leaf(
        ISigner authority, X509Certificate2 root, byte[] spki, string name, string code, Uri? issuer, DateTimeOffset now, TimeSpan life,
        ReadOnlySpan<byte> serial)
    {
        var request = Request(Name(name, code), spki);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        if (issuer is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(issuer);
            request.CertificateExtensions.Add(names.Build());
        }
        var end = now + life < root.NotAfter ? now + life : root.NotAfter;
        return request.Create(root.SubjectName, new Es256CertificateSigner(authority), now - Skew, end, serial);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, byte[] spki)
    {
        var request = new CertificateRequest(subject, PublicKey.CreateFromSubjectPublicKeyInfo(spki, out _), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static X500DistinguishedName Name(string name, string? serialNumber)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCountryOrRegion("CN");
        builder.AddOrganizationName(name);
        if (serialNumber is not null)
            builder.Add("2.5.4.5", serialNumber);
        builder.AddCommonName(name);
        return builder.Build();
    }

    /// <summary>Lends a signer to the platform's certificates: ecdsa-with-SHA256, the signature as the SEQUENCE of RFC 3279 section 2.2.3.</summary>
    private sealed class Es256CertificateSigner(ISigner signer) : X509SignatureGenerator
    {
        private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(EcdsaWithSha256);
            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => SignaturePair.FromRaw(signer.Sign(data));

        protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(signer.PublicKeySpki, out _);
    }
}
