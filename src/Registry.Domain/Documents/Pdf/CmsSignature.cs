using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Registry.Domain.Signatures;

namespace Registry.Domain.Documents.Pdf;

/// <summary>
/// A detached signature over a digest (CMS SignedData, RFC 5652, with the attributes of CAdES and PAdES baseline B, ETSI EN 319 142-1):
/// ES256, one signer, whose certificate goes with it. One form is written and that one is accepted, octet by octet.
/// </summary>
internal static class CmsSignature
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="digest">SHA-256 of what is signed.</param>
    /// <param name="certificate">The signer's, in DER.</param>
    public static byte[] Sign(byte[] digest, ReadOnlyMemory<byte> certificate, ISigner signer) =>
        Encode(digest, certificate, SignaturePair.FromRaw(signer.Sign(Attributes(digest, certificate))));

    /// <summary>The certificate whose key made it over the digest, in DER; null when none did.</summary>
    public static byte[]? SignerOf(ReadOnlyMemory<byte> der, byte[] digest)
    {
        try
        {
            var (certificate, signature) = Read(der);
            if (SignaturePair.ToRaw(signature) is not { } raw || !Encode(digest, certificate, signature).AsSpan().SequenceEqual(der.Span))
                return null;
            using var parsed = X509CertificateLoader.LoadCertificate(certificate.Span);
            using var key = Es256.Scheme.ImportPublicKey(parsed.PublicKey.ExportSubjectPublicKeyInfo());
            return key is not null && key.Verify(Attributes(digest, certificate), raw) ? certificate.ToArray() : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    private static (ReadOnlyMemory<byte> Certificate, byte[] Signature) Read(ReadOnlyMemory<byte> der)
    {
        var content = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        content.ReadObjectIdentifier();
        var data = content.ReadSequence(Zero).ReadSequence();
        data.ReadInteger();
        data.ReadEncodedValue();
        data.ReadEncodedValue();
        var certificate = data.ReadSetOf(Zero).ReadEncodedValue();
        var signer = data.ReadSetOf().ReadSequence();
        // Version, signer, digest algorithm, attributes and signature algorithm are compared with what they must be.
        for (var skipped = 0; skipped < 5; skipped++)
            signer.ReadEncodedValue();
        return (certificate, signer.ReadOctetString());
    }

    private static byte[] Encode(byte[] digest, ReadOnlyMemory<byte> certificate, byte[] signature)
    {
        using var parsed = X509CertificateLoader.LoadCertificate(certificate.Span);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(Zero))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                    Algorithm(writer, Sha256);
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Data);
                using (writer.PushSetOf(Zero))
                    writer.WriteEncodedValue(certificate.Span);
                using (writer.PushSetOf())
                    SignerInfo(writer, parsed, Attributes(digest, certificate), signature);
            }
        }
        return writer.Encode();
    }

    private static void SignerInfo(AsnWriter writer, X509Certificate2 certificate, byte[] attributes, byte[] signature)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
            Algorithm(writer, Sha256);
            // They are signed as a SET and sent under [0] (RFC 5652 section 5.4).
            attributes[0] = 0xA0;
            writer.WriteEncodedValue(attributes);
            Algorithm(writer, EcdsaWithSha256);
            writer.WriteOctetString(signature);
        }
    }

    private static byte[] Attributes(byte[] digest, ReadOnlyMemory<byte> certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            Attribute(writer, ContentType, () => writer.WriteObjectIdentifier(Data));
            Attribute(writer, MessageDigest, () => writer.WriteOctetString(digest));
            // Which certificate it is to be judged by (RFC 5035): SigningCertificateV2 { { ESSCertIDv2 { hash } } }.
            Attribute(writer, SigningCertificateV2, () =>
            {
                using (writer.PushSequence())
                using (writer.PushSequence())
                using (writer.PushSequence())
                    writer.WriteOctetString(SHA256.HashData(certificate.Span));
            });
        }
        return writer.Encode();
    }

    private static void Attribute(AsnWriter writer, string type, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
                value();
        }
    }

    private static void Algorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(oid);
    }
}
