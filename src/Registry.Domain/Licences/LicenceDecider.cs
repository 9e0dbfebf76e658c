using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>
/// Suspension can be lifted; revocation (吊销) and cancellation (注销) are final (domain reference 1.4).
/// </summary>
public static class LicenceDecider
{
    public static readonly Refusal Final = new("licence-final");
    public static readonly Refusal NotInForce = new("licence-not-in-force");
    public static readonly Refusal NotSuspended = new("licence-not-suspended");
    public static readonly Refusal AlreadySuspended = new("licence-already-suspended");
    public static readonly Refusal ValidityReversed = new("licence-validity-reversed");
    public static readonly Refusal ValidityPast = new("licence-validity-past");
    public static readonly Refusal TermNotLater = new("licence-term-not-later");
    public static readonly Refusal TermGap = new("licence-term-gap");

    /// <summary>Nobody knows any more what stands on it: the holder applies anew.</summary>
    public static readonly Refusal HolderErased = new("licence-holder-erased");
    public static readonly Refusal VersionsExhausted = new("licence-versions-exhausted");

    private const int LastVersion = 999;

    public static Decision<LicenceEvent> Mint(
        LicenceIdentifier identifier, Term term, Personal<LicenceFace> face, CaseId @case, DateOnly today) =>
        RefuseTerm(term, today) is { } refusal ? refusal : new LicenceEvent.Minted(identifier, term, face, @case);

    /// <summary>
    /// A further term. A licence whose term has run out can be renewed, from today at the latest; a suspended one cannot, nor
    /// one whose term has no end.
    /// </summary>
    public static Decision<LicenceEvent> Renew(Licence licence, Term term, DateOnly today)
    {
        if (RefuseNewVersion(licence) is { } refusal)
            return refusal;
        if (RefuseTerm(term, today) is { } badTerm)
            return badTerm;
        if (!licence.Term.EndsBefore(term))
            return TermNotLater;
        if (!licence.Term.IsFollowedBy(term) && term.From > today)
            return TermGap;
        return new LicenceEvent.Renewed(licence.Identifier.NextVersion(), term, licence.Face, Source: null);
    }

    public static Decision<LicenceEvent> Change(Licence licence, Personal<LicenceFace> face, DateOnly today)
    {
        if (RefuseNewVersion(licence) is { } refusal)
            return refusal;
        if (licence.IsExpired(today))
            return ValidityPast;
        return new LicenceEvent.Changed(
            licence.Identifier.NextVersion(), licence.Term with { IssuedOn = today }, face, Source: null);
    }

    public static Decision<LicenceEvent> Suspend(Licence licence, Remark reason, DateOnly today) => licence.Status switch
    {
        LicenceStatus.InForce => new LicenceEvent.Suspended(today, ToHolder(licence, reason), Source: null),
        LicenceStatus.Suspended => AlreadySuspended,
        _ => Final,
    };

    public static Decision<LicenceEvent> Restore(Licence licence, Remark reason, DateOnly today) => licence.Status switch
    {
        LicenceStatus.Suspended => new LicenceEvent.Restored(today, ToHolder(licence, reason)),
        LicenceStatus.InForce => NotSuspended,
        _ => Final,
    };

    public static Decision<LicenceEvent> Revoke(Licence licence, Remark reason, DateOnly today) =>
        licence.IsFinal ? Final : new LicenceEvent.Revoked(today, ToHolder(licence, reason), Source: null);

    public static Decision<LicenceEvent> Cancel(Licence licence, Remark reason, DateOnly today) =>
        licence.IsFinal ? Final : new LicenceEvent.Cancelled(today, ToHolder(licence, reason), Source: null);

    internal static Refusal? RefuseNewVersion(Licence licence) => licence switch
    {
        { IsFinal: true } => Final,
        { Status: not LicenceStatus.InForce } => NotInForce,
        { Identifier.Version: LastVersion } => VersionsExhausted,
        _ => null,
    };

    private static Refusal? RefuseTerm(Term term, DateOnly today)
    {
        if (term.Until < term.From)
            return ValidityReversed;
        return term.Until < today ? ValidityPast : null;
    }

    private static Personal<Remark> ToHolder(Licence licence, Remark reason) =>
        Personal<Remark>.Of(licence.Face.Subject, reason);
}
