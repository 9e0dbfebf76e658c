using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace Registry.Domain.Seals;

/// <summary>What an authority has called back (CRL, RFC 5280 section 5 and GB/T 20518), signed with SM2. Whole lists only: no deltas, no parts.</summary>
public sealed class SealRevocations
{
    // Reasons after which the key may have been in other hands before: RFC 5280 5.3.1. With these three it was not.
    private const int AffiliationChanged = 3;
    private const int Superseded = 4;
    private const int CessationOfOperation = 5;

    private readonly X509Crl _list;
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    // All of it at once: BouncyCastle reads late, and what is malformed throws then.
    private SealRevocations(byte[] der)
    {
        _list = new X509Crl(der);
        (_signed, _signature) = (_list.GetTbsCertList(), _list.GetSignature());
        From = new(_list.ThisUpdate.ToUniversalTime());
        Until = _list.NextUpdate is { } next ? new(next.ToUniversalTime()) : null;
        if (_list.SigAlgOid != SealOids.Sm2WithSm3 || _list.GetCriticalExtensionOids() is { Count: > 0 })
            throw new CrlException("Not a whole list that is signed with SM2.");
        foreach (var entry in _list.GetRevokedCertificates() ?? new HashSet<X509CrlEntry>())
            _ = ReasonOf(entry);
    }

    /// <summary>When it was made.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When there is a newer one at the latest; null where it does not say.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Null when it is not exactly one list in DER.</summary>
    public static SealRevocations? Parse(ReadOnlySpan<byte> der)
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

    /// <summary>Whether the authority named and signed it, and may.</summary>
    internal bool IsIssuedBy(SealCertificate authority) =>
        authority.MayRevoke && authority.IsNamed(_list.IssuerDN) && authority.Verifies(_signed, _signature);

    /// <summary>
    /// Whether what the certificate's key signed at a time is not to be believed. The time is the signer's own word: where the key may have been
    /// in other hands, none is.
    /// </summary>
    internal bool Revokes(SealCertificate certificate, DateTimeOffset at) => _list.GetRevokedCertificate(certificate.Serial) is { } entry
        && (ReasonOf(entry) is not (AffiliationChanged or Superseded or CessationOfOperation)
            || new DateTimeOffset(entry.RevocationDate.ToUniversalTime()) <= at);

    private static int ReasonOf(X509CrlEntry entry) => entry.GetExtensionValue(X509Extensions.ReasonCode) is { } value
        ? DerEnumerated.GetInstance(X509ExtensionUtilities.FromExtensionValue(value)).IntValueExact
        : 0;
}
