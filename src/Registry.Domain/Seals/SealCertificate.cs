using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>An X.509 certificate for an SM2 key (GB/T 20518-2018).</summary>
public sealed class SealCertificate
{
    // Positions in KeyUsage (RFC 5280 4.2.1.3).
    private const int DigitalSignature = 0;
    private const int NonRepudiation = 1;
    private const int CertificateSigning = 5;
    private const int ListSigning = 6;

    private readonly byte[] _der;
    private readonly byte[] _spki;
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly X509Name _issuer;
    private readonly X509Name _subject;
    private readonly bool[] _usage;
    private readonly bool _isAuthority;

    // All of it at once: BouncyCastle reads late, and what is malformed throws then.
    private SealCertificate(byte[] der)
    {
        var certificate = new X509Certificate(der);
        _der = der;
        _spki = certificate.SubjectPublicKeyInfo.GetDerEncoded();
        _signed = certificate.GetTbsCertificate();
        _signature = certificate.GetSignature();
        Serial = certificate.SerialNumber;
        (_issuer, _subject) = (certificate.IssuerDN, certificate.SubjectDN);
        _usage = certificate.GetKeyUsage() ?? [];
        _isAuthority = certificate.GetBasicConstraints() >= 0;
        (From, Until) = (new(certificate.NotBefore.ToUniversalTime()), new(certificate.NotAfter.ToUniversalTime()));
        if (certificate.SigAlgOid != SealOids.Sm2WithSm3
            || !Sm2.TryRawFromSpki(_spki, out _)
            || !der.AsSpan().SequenceEqual(certificate.CertificateStructure.GetEncoded(Asn1Encodable.Der)))
            throw new CertificateException("Not a certificate in DER for an SM2 key, signed with SM2.");
    }

    public ReadOnlyMemory<byte> Der => _der;

    /// <summary>The distinguished name.</summary>
    public string Subject => _subject.ToString();

    public DateTimeOffset From { get; }

    public DateTimeOffset Until { get; }

    internal BigInteger Serial { get; }

    /// <summary>May certify others.</summary>
    public bool IsAuthority => _isAuthority && MayBeUsed(CertificateSigning);

    /// <summary>May say what it has called back.</summary>
    internal bool MayRevoke => _isAuthority && MayBeUsed(ListSigning);

    /// <summary>Its key may sign documents: seals have a key of their own for that, beside one for encryption.</summary>
    public bool MaySign => !_isAuthority && (MayBeUsed(DigitalSignature) || MayBeUsed(NonRepudiation));

    /// <summary>Null when it is not exactly one certificate in DER with a key on the SM2 curve, signed with SM2.</summary>
    public static SealCertificate? Parse(ReadOnlySpan<byte> der)
    {
        try
        {
            return new(der.ToArray());
        }
        // BouncyCastle promises no kinds of exceptions for what is malformed.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    public bool IsValidAt(DateTimeOffset time) => From <= time && time <= Until;

    /// <summary>Whether this certificate's key made the signature, in DER, over the message.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> signature)
    {
        using var key = Sm2.Scheme.ImportPublicKey(_spki);
        return key is not null && SignaturePair.ToRaw(signature) is { } raw && key.Verify(message, raw);
    }

    /// <summary>Whether the authority named and signed it.</summary>
    public bool IsIssuedBy(SealCertificate authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return authority.IsAuthority
            && _issuer.Equivalent(authority._subject, inOrder: true)
            && authority.Verifies(_signed, _signature);
    }

    internal bool IsNamed(X509Name name) => _subject.Equivalent(name, inOrder: true);

    // A certificate that says nothing of its use may be used for nothing (GB/T 20518 5.2.4.2.4 demands the extension).
    private bool MayBeUsed(int bit) => _usage.Length > bit && _usage[bit];
}
