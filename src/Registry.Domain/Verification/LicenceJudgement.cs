using System.Text.Json;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using static Registry.Domain.Verification.CheckCodes;

namespace Registry.Domain.Verification;

/// <summary>What is told about one identifier that was presented: a word, and why, check by check.</summary>
/// <param name="Verdict">A <see cref="LicenceVerdict"/> in camel case, or one of the words below.</param>
/// <param name="Licence">Whose state was judged; null where nothing that was presented is a licence.</param>
/// <param name="Minted">Whether a licence was minted under what was presented or probably meant; null where that cannot be read.</param>
/// <param name="Checks">One of each kind, in their order.</param>
public sealed record LicenceJudgement(string Verdict, Licence? Licence, bool? Minted, IReadOnlyList<Check> Checks)
{
    /// <summary>Of the checks, in their order.</summary>
    public static readonly IReadOnlyList<CheckKind> Kinds =
        [CheckKind.Identifier, CheckKind.Issuer, CheckKind.Status, CheckKind.Validity, CheckKind.LogInclusion, CheckKind.Freshness];

    public const string Malformed = "malformed";
    public const string UnknownIssuer = "unknownIssuer";
    public const string NotFound = "notFound";

    /// <summary>Neither valid nor anything else: ask again.</summary>
    public const string CannotCheckNow = "cannotCheckNow";

    /// <summary>The identifier that was presented or, where only its check character is wrong, probably meant; null for neither.</summary>
    public static LicenceIdentifier? MeantBy(LicenceIdentifierReading reading) =>
        LicenceIdentifier.TryRead(reading.Intended, out var meant, out _) ? meant : null;

    public static LicenceJudgement Judge(LicenceIdentifierReading reading, VerificationEvidence evidence, DateOnly today)
    {
        var meant = MeantBy(reading);
        var minted = evidence.Licence is { } known && meant?.Version <= known.Identifier.Version ? known : null;
        // We minted what was probably meant, but what was presented is not it.
        var judged = reading.Verdict.Fault is null ? minted : null;
        Check[] checks =
        [
            OfIdentifier(reading),
            OfIssuer(meant, judged, evidence),
            OfStatus(meant, minted, judged),
            OfValidity(judged, today),
            OfLog(judged, evidence),
            OfFreshness(evidence.Log),
        ];
        return new(
            meant is null || (reading.Verdict.Fault is not null && minted is not null) ? Malformed
                : judged is null ? Absence(checks)
                : Word(LicenceVerification.Judge(judged, meant.Version, today), checks),
            judged, meant is null ? null : minted is not null, checks);
    }

    /// <summary>Valid means that every check passed. What speaks against a licence stands by itself: one reason is enough.</summary>
    private static string Word(LicenceVerdict verdict, Check[] checks) =>
        verdict is not LicenceVerdict.Valid || checks.All(check => check.Outcome is CheckOutcome.Passed)
            ? JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString())
            : checks[(int)CheckKind.Issuer].Outcome is CheckOutcome.Failed ? UnknownIssuer : CannotCheckNow;

    /// <summary>That something is not there can be told only from records that are whole.</summary>
    private static string Absence(Check[] checks) =>
        checks[(int)CheckKind.Issuer].Outcome is CheckOutcome.Unknown || checks[(int)CheckKind.Freshness].Outcome is not CheckOutcome.Passed
            ? CannotCheckNow
            : checks[(int)CheckKind.Issuer].Outcome is CheckOutcome.Failed ? UnknownIssuer : NotFound;

    private static Check OfIdentifier(LicenceIdentifierReading reading) => reading.Verdict.Fault is { } fault
        ? new(CheckKind.Identifier, CheckOutcome.Failed, fault.Code, fault)
        : Check.Passed(CheckKind.Identifier, IdentifierSound);

    private static Check OfIssuer(LicenceIdentifier? meant, Licence? judged, VerificationEvidence evidence)
    {
        const CheckKind kind = CheckKind.Issuer;
        if (meant is null)
            return Check.Unknown(kind, NotChecked);
        if (evidence.Directory is not { } directory)
            return Check.Unknown(kind, IssuerUncheckable);
        if (!directory.Agencies.TryGetValue(meant.Issuer, out var agency))
            return Check.Failed(kind, IssuerUnknown);
        if (judged?.TypeVersion is not { } number)
            return Check.Passed(kind, IssuerKnown);
        // A later version takes the right to issue from an agency, not the licences it has issued.
        return evidence.Type?.Version(number) is not { } version ? Check.Unknown(kind, IssuerUncheckable)
            : version.Definition.Issuers.Include(agency.Code, agency.Region) ? Check.Passed(kind, IssuerMayIssue)
            : Check.Failed(kind, IssuerNotNamed);
    }

    private static Check OfStatus(LicenceIdentifier? meant, Licence? minted, Licence? judged)
    {
        const CheckKind kind = CheckKind.Status;
        if (judged is null)
            return meant is not null && minted is null ? Check.Failed(kind, StatusNotFound) : Check.Unknown(kind, NotChecked);
        if (judged.Status is not LicenceStatus.InForce)
            return Check.Failed(kind, Of(judged.Status));
        return meant!.Version < judged.Identifier.Version ? Check.Failed(kind, StatusSuperseded) : Check.Passed(kind, Of(judged.Status));
    }

    private static Check OfValidity(Licence? judged, DateOnly today)
    {
        const CheckKind kind = CheckKind.Validity;
        return judged is null ? Check.Unknown(kind, NotChecked)
            : judged.IsExpired(today) ? Check.Failed(kind, ValidityExpired)
            : judged.ValidSince > today ? Check.Failed(kind, ValidityNotBegun)
            : Check.Passed(kind, ValidityCurrent);
    }

    private static Check OfLog(Licence? judged, VerificationEvidence evidence)
    {
        const CheckKind kind = CheckKind.LogInclusion;
        if (judged is null || evidence.Mark is not { } mark)
            return Check.Unknown(kind, NotChecked);
        var check = mark switch
        {
            { IsKept: false } => Check.Failed(kind, LogMissing),
            { IsPublished: true } => Check.Passed(kind, LogPublished),
            _ when mark.Age <= evidence.Log.MergeDelay => Check.Passed(kind, LogPromised),
            _ => Check.Unknown(kind, LogOverdue),
        };
        return check with { Index = mark.Index, Size = mark.IsPublished ? mark.Size : null };
    }

    private static Check OfFreshness(LogCondition log)
    {
        const CheckKind kind = CheckKind.Freshness;
        return !log.IsRunning ? Check.Unknown(kind, FreshnessLogStopped)
            : !log.HasCheckpoint ? Check.Unknown(kind, FreshnessNoCheckpoint)
            : Check.Passed(kind, FreshnessCurrent);
    }
}
