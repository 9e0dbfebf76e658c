using Registry.Domain;
using Registry.Domain.Documents;
using Registry.Domain.Identifiers;
using Registry.Domain.Verification;

namespace Registry.Api.Verification;

/// <param name="Verdict">
/// valid, expired, revoked and so on; malformed, unknownIssuer, notFound; or cannotCheckNow. Of a file also tampered and cannotBeJudged; of one that is a copy copyOver
/// and copyRevoked.
/// </param>
/// <param name="Identifier">How the identifier reads: ok, or the code of what is wrong with it; not-checked where a file has none that is believed.</param>
/// <param name="Intended">The identifier that was probably meant, when the check character is wrong.</param>
/// <param name="Current">The newest version's identifier, when this one is superseded.</param>
/// <param name="Minted">Whether we minted what was presented or probably meant; absent where that cannot be read.</param>
/// <param name="Checks">Identifier, issuer, status, validity, log inclusion, freshness; of a file integrity before them.</param>
/// <param name="File">What was presented; absent where an identifier was.</param>
internal sealed record VerificationAnswer(
    string Verdict, string Identifier, string? Intended, string? Current, string? Issuer, DateOnly? ValidFrom, DateOnly? ValidUntil,
    DateTimeOffset CheckedAt, bool? Minted, IReadOnlyList<CheckLine> Checks, FileFacts? File = null)
{
    /// <param name="publishedAt">When the newest checkpoint was published.</param>
    public static VerificationAnswer Of(
        LicenceIdentifierReading reading, LicenceJudgement told, DateTimeOffset now, DateTimeOffset? publishedAt)
    {
        var meant = LicenceJudgement.MeantBy(reading);
        var fault = reading.Verdict.Fault;
        var licence = told.Licence;
        return new(
            told.Verdict, fault?.Code ?? "ok", fault is null ? null : reading.Intended,
            licence is not null && licence.Identifier.Version > meant?.Version ? licence.Identifier.ToString() : null,
            told.Minted == true ? meant?.Issuer.Value : null, licence?.ValidSince, licence?.Term.Until, now, told.Minted,
            Lines(told, now, publishedAt));
    }

    /// <summary>Of a file that is of no licence that is believed.</summary>
    public static VerificationAnswer Without(LicenceJudgement told, DateTimeOffset now) =>
        new(told.Verdict, CheckCodes.NotChecked, null, null, null, null, null, now, null, Lines(told, now, publishedAt: null));

    private static IReadOnlyList<CheckLine> Lines(LicenceJudgement told, DateTimeOffset now, DateTimeOffset? publishedAt) =>
        [.. told.Checks.Select(check => CheckLine.Of(check, check.Kind is CheckKind.Freshness ? publishedAt ?? now : now))];
}

/// <param name="Kind">Absent for none that is known.</param>
/// <param name="TestSeal">Of an OFD: its seal has no legal effect, however sound.</param>
internal sealed record FileFacts(FileKind? Kind, bool? TestSeal);

/// <param name="Text">The code in words.</param>
/// <param name="At">When this was so; of the freshness, when the newest checkpoint was published.</param>
/// <param name="Index">Of the licence's newest event in the log.</param>
/// <param name="Size">Of the published checkpoint over it.</param>
internal sealed record CheckLine(
    CheckKind Check, CheckOutcome Outcome, string Code, LocalText Text, DateTimeOffset At, long? Index, long? Size)
{
    public static CheckLine Of(Check check, DateTimeOffset at) =>
        new(check.Kind, check.Outcome, check.Code, CheckTexts.Of(check), at, check.Index, check.Size);
}
