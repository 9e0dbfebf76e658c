using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Ofd;
using Registry.Domain.Seals;
using Told = Registry.Domain.Credentials.Checking.CheckCodes;

namespace Registry.Domain.Verification;

/// <summary>
/// What is told about a file that was presented: what it tells by itself, and what the registry tells of the licence that it is of.
/// What speaks against it stands, from whichever of the two. A file that is not whole, or not its issuer's, has no licence asked for.
/// </summary>
public static class FileJudgement
{
    /// <summary>It is not what its issuer made.</summary>
    public const string Tampered = "tampered";

    /// <summary>Nothing in it tells whether it is what its issuer made.</summary>
    public const string CannotBeJudged = "cannotBeJudged";

    /// <summary>A copy (加注件) whose time is over; its licence is valid.</summary>
    public const string CopyOver = "copyOver";

    /// <summary>A copy that was taken back; its licence is valid.</summary>
    public const string CopyRevoked = "copyRevoked";

    private const string Valid = "valid";

    /// <param name="licence">Of the licence that the file is of; null where it names none that is believed.</param>
    /// <returns>With <see cref="CheckKind.Integrity"/> before the other checks.</returns>
    public static LicenceJudgement Judge(FileCheck file, LicenceJudgement? licence)
    {
        ArgumentNullException.ThrowIfNull(file);
        var integrity = Of(CheckKind.Integrity, file.Answers.Integrity);
        if (licence is null)
            return new(
                WithoutLicence(file), null, null,
                [
                    integrity,
                    .. LicenceJudgement.Kinds.Select(kind => kind is CheckKind.Issuer
                        ? Of(kind, file.Answers.Issuer)
                        : Check.Unknown(kind, CheckCodes.NotChecked)),
                ]);
        return licence with
        {
            Verdict = licence.Verdict == Valid ? Word(file.Answers) : licence.Verdict,
            Checks = [integrity, .. licence.Checks.Select(check => Against(check, file.Answers))],
        };
    }

    /// <summary>Codes of a file's own answers that are told; the registry's own are told in the place of all others.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        Told.IntegrityOk, Told.Malformed, Told.BadSignature, Told.IssuerOk, Told.UnknownIssuer, Told.KeyCompromised, Told.BeforeCompromise,
        Told.Revoked, Told.Suspended, Told.Expired, Told.NotYetValid, Told.LogReceiptWrong, Told.FileKindUnknown, Told.SignerNotIssuer,
        Told.CopyOver, Told.CopyRevoked, Told.CopyUnknown,
        .. Enum.GetValues<PdfFault>().Select(fault => fault.Code()), .. Enum.GetValues<OfdFault>().Select(fault => fault.Code()),
        .. Enum.GetValues<SealFault>().Select(fault => fault.Code()),
    ];

    private static string WithoutLicence(FileCheck file) => file.Answers switch
    {
        _ when file.Kind is null => LicenceJudgement.Malformed,
        { Integrity.State: CheckState.Bad } => Tampered,
        { Issuer: { State: not CheckState.Good, Code: not CheckCodes.NotChecked } } => LicenceJudgement.UnknownIssuer,
        _ => CannotBeJudged,
    };

    private static string Word(CredentialCheck file) => file switch
    {
        { Status: { State: CheckState.Bad, Code: Told.CopyRevoked } } => CopyRevoked,
        { Status: { State: CheckState.Bad, Code: Told.CopyUnknown } } => LicenceJudgement.CannotCheckNow,
        { Status: { State: CheckState.Bad, Code: var code } } => code,
        { Validity: { State: CheckState.Bad, Code: Told.CopyOver } } => CopyOver,
        { Validity: { State: CheckState.Bad, Code: Told.Expired } } => "expired",
        { Validity.State: CheckState.Bad } => "notYetValid",
        // Our own signature over what our own log does not know.
        { Log.State: CheckState.Bad } => LicenceJudgement.CannotCheckNow,
        _ => Valid,
    };

    private static Check Against(Check check, CredentialCheck file) => check.Kind switch
    {
        CheckKind.Status => Worse(check, file.Status),
        CheckKind.Validity => Worse(check, file.Validity),
        CheckKind.LogInclusion => Worse(check, file.Log),
        _ => check,
    };

    // That a file does not tell takes nothing away from what the registry knows.
    private static Check Worse(Check check, CheckAnswer answer) =>
        check.Outcome is not CheckOutcome.Failed && answer.State is CheckState.Bad ? Check.Failed(check.Kind, answer.Code) : check;

    private static Check Of(CheckKind kind, CheckAnswer answer) => new(
        kind,
        answer.State switch { CheckState.Good => CheckOutcome.Passed, CheckState.Bad => CheckOutcome.Failed, _ => CheckOutcome.Unknown },
        answer.Code);
}
