using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Ofd;
using Registry.Domain.Seals;

namespace Registry.Domain.Documents;

/// <summary>
/// Judges a licence as a file for people, with what the reader has at hand. It says how it was when it was written: whether the
/// licence is still in force is the registry's to say.
/// </summary>
public static class DocumentChecker
{
    // Faults that leave open whether the file is whole: nobody knows whose seal it is.
    private static readonly HashSet<string> OfSigner =
    [
        .. ((SealFault[])
        [
            SealFault.SignerChain, SealFault.SignerExpired, SealFault.SignerNotListed, SealFault.MakerSignature, SealFault.MakerChain,
            SealFault.SealExpired, SealFault.SignerRevoked, SealFault.MakerRevoked, SealFault.RevocationUnknown,
        ]).Select(fault => fault.Code()),
    ];

    // Days of validity are China's.
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static FileCheck CheckOfd(ReadOnlyMemory<byte> file, SealTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        var verdict = OfdVerifier.Verify(file, trust);
        var check = verdict switch
        {
            { Code: { } code } when OfSigner.Contains(code) => FileCheck.Without(
                FileKind.Ofd, CheckAnswer.Unknown(CheckCodes.NotChecked), CheckAnswer.Unknown(code)),
            { Code: { } code } => FileCheck.Without(FileKind.Ofd, CheckAnswer.Bad(code)),
            _ when DocumentFacts.Read(verdict.Data) is { } facts => FileCheck.OfIssuer(
                Of(FileKind.Ofd, facts, trust.Now), IsSealOf(verdict.Seal!.Seal.Info, facts.Licence.Issuer.Value)),
            _ => FileCheck.Without(FileKind.Ofd, CheckAnswer.Good(CheckCodes.IntegrityOk)),
        };
        return check with { IsTest = verdict.IsTest };
    }

    /// <param name="issuer">Whether the certificate is one of the body that the facts name; not looked at where there is a fault.</param>
    public static FileCheck OfPdf(PdfVerdict verdict, CheckAnswer issuer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(issuer);
        return verdict switch
        {
            { Fault: { } fault and (PdfFault.NotSigned or PdfFault.SignedOtherwise) } =>
                FileCheck.Without(FileKind.Pdf, CheckAnswer.Unknown(fault.Code())),
            { Fault: { } fault } => FileCheck.Without(FileKind.Pdf, CheckAnswer.Bad(fault.Code())),
            _ when issuer.State is CheckState.Good => Of(FileKind.Pdf, verdict.Facts!, now),
            _ => FileCheck.Without(FileKind.Pdf, CheckAnswer.Unknown(CheckCodes.NotChecked), issuer),
        };
    }

    private static FileCheck Of(FileKind kind, DocumentFacts facts, DateTimeOffset now) => new(
        kind,
        new(
            CheckAnswer.Good(CheckCodes.IntegrityOk), CheckAnswer.Good(CheckCodes.IssuerOk), CheckAnswer.Unknown(CheckCodes.StatusUnavailable),
            OfValidity(facts, now), CheckAnswer.Unknown(CheckCodes.LogReceiptMissing), null),
        facts.Licence, Copy: facts.Copy?.Id);

    private static CheckAnswer OfValidity(DocumentFacts facts, DateTimeOffset now) =>
        OfTerm(facts, DateOnly.FromDateTime(now.ToOffset(China).Date)) is var term && term.State is not CheckState.Bad
            && facts.Copy is { } copy && copy.Until <= now ? CheckAnswer.Bad(CheckCodes.CopyOver, copy.Until) : term;

    private static CheckAnswer OfTerm(DocumentFacts facts, DateOnly today) => facts switch
    {
        { From: null } => CheckAnswer.Unknown(CheckCodes.NotChecked),
        { Until: { } until } when until < today => CheckAnswer.Bad(CheckCodes.Expired, StartOf(until.AddDays(1))),
        { From: { } from } when from > today => CheckAnswer.Bad(CheckCodes.NotYetValid, StartOf(from)),
        _ => CheckAnswer.Good(CheckCodes.ValidityOk, facts.Until is { } end ? StartOf(end.AddDays(1)) : null),
    };

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, China);

    // A seal's number begins with the body that it is of.
    private static bool IsSealOf(SealInfo seal, string agency) => seal.Id.StartsWith(agency + "-", StringComparison.Ordinal);
}
