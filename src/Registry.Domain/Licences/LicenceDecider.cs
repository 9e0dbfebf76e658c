using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>What gives a licence, or a new version of one. <see cref="LicenceStateDecider"/> has what changes its state.</summary>
public static class LicenceDecider
{
    public static readonly Refusal Final = new("licence-final");
    public static readonly Refusal NotInForce = new("licence-not-in-force");
    public static readonly Refusal ValidityReversed = new("licence-validity-reversed");
    public static readonly Refusal ValidityPast = new("licence-validity-past");
    public static readonly Refusal TermNotLater = new("licence-term-not-later");
    public static readonly Refusal TermBeyondType = new("licence-term-beyond-type");
    public static readonly Refusal TermGap = new("licence-term-gap");

    /// <summary>Nobody knows any more what stands on it: the holder applies anew.</summary>
    public static readonly Refusal HolderErased = new("licence-holder-erased");
    public static readonly Refusal VersionsExhausted = new("licence-versions-exhausted");

    private const int LastVersion = 999;

    /// <summary>What stands in the way of minting for a case, whatever its application says.</summary>
    /// <param name="type">The type's version in force; null where none was published.</param>
    /// <param name="area">Which the case's agency serves.</param>
    /// <param name="minter">Staff id of who mints, or lets a batch mint.</param>
    public static Refusal? RefuseMint(LicenceTypeVersion? type, Case @case, RegionCode area, string minter) =>
        type is null ? LicenceTypeVersion.NotPublished
        : type.RefuseIssuer(@case.Agency, area) ?? type.RefuseMinter(@case.Officer, minter) ?? type.RefuseHolders(@case.Applicants);

    /// <param name="type">The type's version in force.</param>
    /// <param name="holder">Whose licence it is.</param>
    /// <param name="batch">Null for a minting by hand.</param>
    /// <param name="others">Who holds it beside the first holder; null for nobody.</param>
    public static Decision<LicenceEvent> Mint(
        LicenceIdentifier identifier, LicenceTypeVersion type, Term term, SubjectTag holder, LicenceFace face, LicenceSlotId? slot,
        CaseId @case, LicenceBatchId? batch, DateOnly today, IReadOnlyList<CoHolder>? others = null)
    {
        if ((RefuseTerm(term, today) ?? FaceCheck.Refuse(type.Definition, face.Fields)) is { } refusal)
            return refusal;
        var stored = Personal<LicenceFace>.Of(holder, face);
        var (faces, slots) = (CoHolder.FacesOf(others ?? [], face), CoHolder.SlotsOf(others ?? []));
        return batch is { } by
            ? new LicenceEvent.MintedInBatch(identifier, type.Number, term, stored, slot, @case, by) { Others = faces, OtherSlots = slots }
            : new LicenceEvent.MintedUnder(identifier, type.Number, term, stored, slot, @case) { Others = faces, OtherSlots = slots };
    }

    /// <summary>What stands in the way of the receiver's licence, whatever the face of the old one says.</summary>
    /// <param name="type">The version in force; null where none was published.</param>
    /// <param name="area">Which the receiver serves.</param>
    public static Refusal? RefuseTransferIn(Licence old, LicenceTypeVersion? type, RegionCode area, DateOnly today) =>
        old.Receiver is not { } receiver ? LicenceStateDecider.NotLeaving
        : old.IsExpired(today) ? ValidityPast
        : type is null ? LicenceTypeVersion.NotPublished
        : type.RefuseIssuer(receiver, area);

    /// <summary>转入: the receiver's own licence with the face and the validity of the old one.</summary>
    /// <param name="type">The version in force.</param>
    /// <param name="face">What stands on the old one.</param>
    /// <param name="others">The old one's further holders; null for none.</param>
    public static Decision<LicenceEvent> TransferIn(
        Licence old, LicenceIdentifier identifier, LicenceTypeVersion type, LicenceFace face, LicenceSlotId? slot, DateOnly today,
        IReadOnlyList<CoHolder>? others = null) =>
        FaceCheck.Refuse(type.Definition, face.Fields) is { } refusal
            ? refusal
            : new LicenceEvent.TransferredIn(
                identifier, type.Number, old.Term with { IssuedOn = today }, Personal<LicenceFace>.Of(old.Face.Subject, face), slot, old.Identifier)
            {
                Others = CoHolder.FacesOf(Same(old, others), face),
                OtherSlots = CoHolder.SlotsOf(others ?? []),
            };

    /// <summary>
    /// A further term. A licence whose term has run out can be renewed, lapsed or not, from today at the latest; a suspended one cannot, nor
    /// one whose term has no end.
    /// </summary>
    /// <param name="type">The type's version that the licence follows; null where it names none.</param>
    public static Decision<LicenceEvent> Renew(Licence licence, LicenceTypeVersion? type, Term term, DateOnly today)
    {
        if (licence.Status is not LicenceStatus.Lapsed && RefuseNewVersion(licence) is { } refusal)
            return refusal;
        if (licence.Identifier.Version == LastVersion)
            return VersionsExhausted;
        if (RefuseTerm(term, today) is { } badTerm)
            return badTerm;
        if (!licence.Term.EndsBefore(term))
            return TermNotLater;
        if (!licence.Term.IsFollowedBy(term) && term.From > today)
            return TermGap;
        if (type?.Allows(term) == false)
            return TermBeyondType;
        return new LicenceEvent.Renewed(licence.Identifier.NextVersion(), term, licence.Face, Source: null);
    }

    /// <summary>What stands in the way of any change, whatever the new face.</summary>
    public static Refusal? RefuseChange(Licence licence, DateOnly today) =>
        RefuseNewVersion(licence) ?? (licence.IsExpired(today) ? ValidityPast : null);

    /// <param name="type">The type's version in force; null for a licence that names none: then nothing says what may stand on it.</param>
    /// <param name="others">The licence's further holders, who stay; null for none.</param>
    public static Decision<LicenceEvent> Change(
        Licence licence, LicenceTypeVersion? type, LicenceFace face, LicenceSlotId? slot, DateOnly today, IReadOnlyList<CoHolder>? others = null)
    {
        if ((RefuseChange(licence, today) ?? (type is null ? null : FaceCheck.Refuse(type.Definition, face.Fields))) is { } refusal)
            return refusal;
        var (identifier, term) = (licence.Identifier.NextVersion(), licence.Term with { IssuedOn = today });
        var stored = Personal<LicenceFace>.Of(licence.Face.Subject, face);
        return type is null
            ? new LicenceEvent.Changed(identifier, term, stored, Source: null) { Others = CoHolder.FacesOf(Same(licence, others), face) }
            : new LicenceEvent.ChangedUnder(identifier, type.Number, term, stored, slot)
            {
                Others = CoHolder.FacesOf(Same(licence, others), face),
                OtherSlots = CoHolder.SlotsOf(others ?? []),
            };
    }

    /// <summary>更正: as a change, with what was wrong.</summary>
    public static Decision<LicenceEvent> Correct(
        Licence licence, LicenceTypeVersion? type, LicenceFace face, LicenceSlotId? slot, Remark mistake, DateOnly today,
        IReadOnlyList<CoHolder>? others = null)
    {
        var holder = licence.Face.Subject;
        return (RefuseChange(licence, today) ?? (type is null ? null : FaceCheck.Refuse(type.Definition, face.Fields))) is { } refusal
            ? refusal
            : new LicenceEvent.Corrected(
                licence.Identifier.NextVersion(), type?.Number, licence.Term with { IssuedOn = today }, Personal<LicenceFace>.Of(holder, face),
                slot, Personal<Remark>.Of(holder, mistake))
            {
                Others = CoHolder.FacesOf(Same(licence, others), face),
                OtherSlots = CoHolder.SlotsOf(others ?? []),
            };
    }

    /// <summary>换发: the same face under the type's version in force. It stays sealed as it is; it was opened to be checked.</summary>
    /// <param name="face">What stands on the licence.</param>
    /// <param name="others">The places of its further holders, in their order; null for none.</param>
    public static Decision<LicenceEvent> Reissue(
        Licence licence, LicenceTypeVersion type, LicenceFace face, LicenceSlotId? slot, LicenceBatchId batch, DateOnly today,
        IReadOnlyList<LicenceSlotId>? others = null) =>
        (RefuseChange(licence, today) ?? FaceCheck.Refuse(type.Definition, face.Fields)) is { } refusal
            ? refusal
            : new LicenceEvent.Reissued(
                licence.Identifier.NextVersion(), type.Number, licence.Term with { IssuedOn = today }, licence.Face, slot, batch) { OtherSlots = others };

    internal static Refusal? RefuseNewVersion(Licence licence) => licence switch
    {
        { IsFinal: true } => Final,
        { Status: not LicenceStatus.InForce } => NotInForce,
        { Identifier.Version: LastVersion } => VersionsExhausted,
        _ => null,
    };

    // A new face that one of the holders does not get would leave them the old one.
    private static IReadOnlyList<CoHolder> Same(Licence licence, IReadOnlyList<CoHolder>? others) =>
        licence.Others.Select(face => face.Subject).SequenceEqual((others ?? []).Select(other => other.Subject))
            ? others ?? []
            : throw new ArgumentException("Each of the licence's further holders has the new face, and nobody else.", nameof(others));

    private static Refusal? RefuseTerm(Term term, DateOnly today)
    {
        if (term.Until < term.From)
            return ValidityReversed;
        return term.Until < today ? ValidityPast : null;
    }
}
