using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkix;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Store;

namespace Registry.Domain.Anchoring;

/// <summary>
/// The pinned roots of time-stamp authorities. Nothing of the machine's own certificate stores counts: an auditor elsewhere
/// must come to the same verdict.
/// </summary>
public sealed class TimeStampRoots
{
    private readonly HashSet<TrustAnchor> anchors;

    private TimeStampRoots(HashSet<TrustAnchor> anchors) => this.anchors = anchors;

    /// <summary>Reads certificates in PEM, any number from one on; null and a reason when they are none.</summary>
    public static TimeStampRoots? FromPem(string pem, out string? reason)
    {
        reason = null;
        var found = new HashSet<TrustAnchor>();
        try
        {
            using var reader = new PemReader(new StringReader(pem));
            while (reader.ReadObject() is { } item)
            {
                if (item is not X509Certificate root)
                    reason = "it holds something else than certificates";
                else
                    found.Add(new TrustAnchor(root, null));
            }
        }
        catch (Exception e) when (e is IOException or CertificateException or ArgumentException or InvalidCastException)
        {
            reason = e.Message;
        }
        if (found.Count == 0)
            reason ??= "it holds no certificate";
        return reason is null ? new TimeStampRoots(found) : null;
    }

    /// <summary>Why the certificate did not lead to a pinned root at that time (RFC 5280 6.1); null when it did.</summary>
    internal string? FaultOf(X509Certificate certificate, IStore<X509Certificate> others, DateTime at)
    {
        try
        {
            var parameters = new PkixBuilderParameters(anchors, new X509CertStoreSelector { Certificate = certificate })
            {
                IsRevocationEnabled = false,
                Date = at,
            };
            parameters.AddStoreCert(others);
            parameters.AddStoreCert(CollectionUtilities.CreateStore([certificate]));
            new PkixCertPathBuilder().Build(parameters);
            return null;
        }
        catch (Exception e) when (e is GeneralSecurityException or ArgumentException)
        {
            return e.Message;
        }
    }
}
