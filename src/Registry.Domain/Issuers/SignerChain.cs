using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Domain.Issuers;

/// <summary>Key resolution by <c>x5c</c> (RFC 7515 section 4.1.6; SD-JWT VC section 2.5): down from a root that the reader pins, and from nothing else.</summary>
public static class SignerChain
{
    private const string SubjectAlternativeName = "2.5.29.17";
    private const int MaxCertificates = 4;

    /// <summary>
    /// The key of the first certificate, when it leads to one of the roots at that time, is no root itself, is a leaf and names the
    /// issuer; else null.
    /// </summary>
    /// <param name="issuer">The <c>iss</c> that the certificate must name; null where the token has none.</param>
    public static IVerificationKey? KeyOf(Jws jws, IReadOnlyCollection<X509Certificate2> roots, string? issuer, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(jws);
        if (jws.Header["x5c"] is not JsonArray { Count: > 0 and <= MaxCertificates } chain)
            return null;
        var certificates = new X509Certificate2Collection();
        try
        {
            foreach (var one in chain)
                if (one is JsonValue value && value.TryGetValue<string>(out var text))
                    certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text)));
                else
                    return null;
            return Leads(certificates, roots, at) && IsLeafOf(certificates[0], issuer is null ? null : issuer.Equals)
                ? Es256.Scheme.ImportPublicKey(certificates[0].PublicKey.ExportSubjectPublicKeyInfo())
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or AsnContentException)
        {
            return null;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    /// <summary>Whether a certificate (DER) leads to one of the roots at that time, is a leaf and names an issuer that is wanted.</summary>
    public static bool Names(
        ReadOnlyMemory<byte> certificate, IReadOnlyCollection<X509Certificate2> roots, Func<string, bool> isIssuer, DateTimeOffset at)
    {
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.Span);
        return Leads([leaf], roots, at) && IsLeafOf(leaf, isIssuer);
    }

    private static bool Leads(X509Certificate2Collection certificates, IReadOnlyCollection<X509Certificate2> roots, DateTimeOffset at)
    {
        if (roots.Any(root => root.RawData.AsSpan().SequenceEqual(certificates[0].RawData)))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var root in roots)
            chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(certificates);
        // A key's end stands in the log and in the issuer's metadata; nothing is fetched.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(certificates[0]);
    }

    private static bool IsLeafOf(X509Certificate2 leaf, Func<string, bool>? isIssuer)
    {
        var constraints = leaf.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        if (constraints is { CertificateAuthority: true })
            return false;
        return isIssuer is null || leaf.Extensions.FirstOrDefault(one => one.Oid?.Value == SubjectAlternativeName) is { } names
            && UrisOf(names).Exists(name => isIssuer(name));
    }

    // GeneralName ::= CHOICE { … uniformResourceIdentifier [6] IA5String … } (RFC 5280 section 4.2.1.6).
    private static List<string> UrisOf(X509Extension names)
    {
        var found = new List<string>();
        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        for (var reader = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence(); reader.HasData;)
            if (reader.PeekTag().HasSameClassAndValue(uri))
                found.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, uri));
            else
                reader.ReadEncodedValue();
        return found;
    }
}
