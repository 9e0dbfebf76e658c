using System.Security.Cryptography.X509Certificates;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Issuers;
using Registry.Domain.Verification;
using CheckCodes = Registry.Domain.Credentials.Checking.CheckCodes;

namespace Registry.Domain.Documents;

/// <summary>What a reader without a registry has beside a document: who may sign, and what they were told of the licence before.</summary>
public static class DocumentEvidence
{
    /// <summary>Whether a PDF's signer is the body that it names: by the issuer's own keys, or by a chain to a pinned root.</summary>
    /// <param name="keys">Only they tell of a compromise; null where they are not at hand.</param>
    public static CheckAnswer SignerOf(PdfVerdict verdict, IReadOnlyCollection<X509Certificate2> roots, IssuerKeys? keys)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(roots);
        if (verdict is not { Facts.Licence.Issuer: var issuer, Certificate: { } certificate, SignedAt: { } at })
            return CheckAnswer.Unknown(CheckCodes.NotChecked);
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.Span);
        var used = Jwk.Thumbprint(Jwk.PublicPart(Jwk.Export(leaf.PublicKey.ExportSubjectPublicKeyInfo()))!);
        if (keys is not null && FileCheck.Names(keys.Issuer, issuer))
        {
            if (keys.Compromised.Values.Any(one => Jwk.PublicPart(one.Jwk) is { } part && Jwk.Thumbprint(part) == used))
                return CheckAnswer.Bad(CheckCodes.KeyCompromised);
            if (keys.Keys.Values.Any(one => Jwk.PublicPart(one) is { } part && Jwk.Thumbprint(part) == used))
                return CheckAnswer.Good(CheckCodes.IssuerOk);
        }
        return roots.Count > 0 && SignerChain.Names(certificate, roots, address => FileCheck.Names(address, issuer), at)
            ? CheckAnswer.Good(CheckCodes.IssuerOk)
            : CheckAnswer.Unknown(CheckCodes.UnknownIssuer);
    }

    /// <summary>
    /// With a receipt of a verification of the same licence: a document has no place in a status list, so its status is as somebody was
    /// told, and since when.
    /// </summary>
    public static FileCheck With(this FileCheck check, CheckReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(receipt);
        if (check.Licence is null || check.Licence != receipt.Licence)
            return check;
        var status = receipt.Checks[(int)CheckKind.Status];
        var answer = (receipt.Verdict, status.Outcome, status.Code) switch
        {
            (LicenceJudgement.CannotCheckNow, "passed", _) or (_, "unknown", _) => CheckAnswer.Unknown(CheckCodes.StatusUnavailable),
            (_, "passed", _) => CheckAnswer.Good(CheckCodes.StatusValid, receipt.At),
            (_, _, "status-suspended") => CheckAnswer.Bad(CheckCodes.Suspended, receipt.At),
            _ => CheckAnswer.Bad(CheckCodes.Revoked, receipt.At),
        };
        return check with { Answers = check.Answers with { Status = answer } };
    }
}
