using System.Text.Json.Serialization;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>证照状态 as far as events decide it; expiry follows from the date (GB/T 36903 as deployed).</summary>
public enum LicenceStatus
{
    /// <summary>01 有效.</summary>
    InForce,

    /// <summary>02 暂扣.</summary>
    Suspended,

    /// <summary>04 注销.</summary>
    Cancelled,

    /// <summary>07 吊销.</summary>
    Revoked,

    /// <summary>03 撤销: it should never have been given.</summary>
    Withdrawn,

    /// <summary>05 失效, declared after the term had run out; a renewal brings it back.</summary>
    Lapsed,

    /// <summary>06 办理转出: on its way to another authority, and not to be relied on here.</summary>
    Leaving,
}

/// <summary>What decisions need to know about a licence, and nothing a screen wants.</summary>
/// <param name="Identifier">Of the newest version.</param>
public sealed record Licence(
    LicenceId Id, LicenceIdentifier Identifier, LicenceStatus Status, Term Term, Personal<LicenceFace> Face)
{
    public Uscc Issuer => Identifier.Issuer;

    /// <summary>First day of the validity that has had no gap since: an early renewal takes no day away.</summary>
    public DateOnly ValidSince { get; private init; } = Term.From;

    /// <summary>Number of the type's version it follows; null for one that was imported, or minted before there were types.</summary>
    public int? TypeVersion { get; private init; }

    /// <summary>The place it has while it is live; null where the type lets a holder have several.</summary>
    public LicenceSlotId? Slot { get; private init; }

    /// <summary>共有人: each further holder's face, sealed under that holder's own key; empty for a licence of one.</summary>
    public IReadOnlyList<Personal<LicenceFace>> Others { get; private init; } = [];

    /// <summary>The places it has of its further holders, in their order; empty where it has none of the first one's either.</summary>
    public IReadOnlyList<LicenceSlotId> OtherSlots { get; private init; } = [];

    /// <summary>The face of every holder, the first one's first.</summary>
    [JsonIgnore]
    public IReadOnlyList<Personal<LicenceFace>> Faces => [Face, .. Others];

    /// <summary>Whose licence it is: whoever reads it, reads the data of each.</summary>
    [JsonIgnore]
    public IReadOnlyList<SubjectTag> Holders => [.. Faces.Select(face => face.Subject)];

    /// <summary>Every place it has while it is live.</summary>
    [JsonIgnore]
    public IReadOnlyList<LicenceSlotId> Slots => Slot is { } first ? [first, .. OtherSlots] : OtherSlots;

    /// <summary>
    /// Identifier of the version before, or of another agency's licence that was transferred (associatedZzeCertID of GB/T 36903); null for a first one.
    /// </summary>
    public LicenceIdentifier? Previous { get; private init; }

    /// <summary>What was done to it last.</summary>
    public LicenceOperation LastOperation { get; private init; }

    /// <summary>What one officer proposed and another has not approved yet; null for nothing.</summary>
    public LicenceProposal? Proposal { get; private init; }

    /// <summary>The last batch that minted a version of it; null for none.</summary>
    public LicenceBatchId? Batch { get; private init; }

    /// <summary>The agency of this registry that it is on its way to; null for none.</summary>
    public Uscc? Receiver { get; private init; }

    public bool IsHeldBy(SubjectTag? person) => person is { } one && FaceOf(one) is not null;

    /// <summary>The face as one of the holders has it; null for who is none.</summary>
    public Personal<LicenceFace>? FaceOf(SubjectTag holder) => Faces.FirstOrDefault(face => face.Subject == holder);

    public bool IsFinal => Status is LicenceStatus.Revoked or LicenceStatus.Cancelled or LicenceStatus.Withdrawn;

    public bool IsExpired(DateOnly today) => Term.Until < today;

    /// <summary>Suspended is live: the holder still has it.</summary>
    public bool IsLive(DateOnly today) => !IsFinal && Status is not LicenceStatus.Lapsed && !IsExpired(today);

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Licence Evolve(Licence? state, LicenceId id, LicenceEvent fact) => (state, fact) switch
    {
        (null, LicenceEvent.Minted m) => new(id, m.Identifier, LicenceStatus.InForce, m.Term, m.Face),
        (null, LicenceEvent.MintedUnder m) => new(id, m.Identifier, LicenceStatus.InForce, m.Term, m.Face)
        {
            TypeVersion = m.TypeVersion,
            Slot = m.Slot,
            Others = m.Others ?? [],
            OtherSlots = m.OtherSlots ?? [],
        },
        (null, LicenceEvent.MintedInBatch m) => new(id, m.Identifier, LicenceStatus.InForce, m.Term, m.Face)
        {
            TypeVersion = m.TypeVersion,
            Slot = m.Slot,
            Others = m.Others ?? [],
            OtherSlots = m.OtherSlots ?? [],
            Batch = m.Batch,
        },
        (null, LicenceEvent.TransferredIn t) => new(id, t.Identifier, LicenceStatus.InForce, t.Term, t.Face)
        {
            TypeVersion = t.TypeVersion,
            Slot = t.Slot,
            Others = t.Others ?? [],
            OtherSlots = t.OtherSlots ?? [],
            Previous = t.Former,
            LastOperation = LicenceOperation.TransferIn,
        },
        (null, LicenceEvent.Imported i) => new(id, i.Identifier, LicenceStatus.InForce, i.Term, i.Face) { Others = i.Others ?? [] },
        ({ } l, LicenceEvent.Renewed r) => l.Next(LicenceOperation.Renew, r.Identifier, r.Term, r.Face) with { Others = r.Others ?? l.Others },
        ({ } l, LicenceEvent.Changed c) => l.Next(LicenceOperation.Change, c.Identifier, c.Term, c.Face) with { Others = c.Others ?? l.Others },
        ({ } l, LicenceEvent.ChangedUnder c) => l.Next(LicenceOperation.Change, c.Identifier, c.Term, c.Face) with
        {
            TypeVersion = c.TypeVersion,
            Slot = c.Slot,
            Others = c.Others ?? [],
            OtherSlots = c.OtherSlots ?? [],
        },
        ({ } l, LicenceEvent.Corrected c) => l.Next(LicenceOperation.Correct, c.Identifier, c.Term, c.Face) with
        {
            TypeVersion = c.TypeVersion,
            Slot = c.Slot,
            Others = c.Others ?? [],
            OtherSlots = c.OtherSlots ?? [],
        },
        ({ } l, LicenceEvent.Reissued r) => l.Next(LicenceOperation.Change, r.Identifier, r.Term, r.Face) with
        {
            TypeVersion = r.TypeVersion,
            Slot = r.Slot,
            OtherSlots = r.OtherSlots ?? [],
            Batch = r.Batch,
        },
        ({ } l, LicenceEvent.Suspended) => l.After(LicenceOperation.Suspend, LicenceStatus.Suspended),
        ({ } l, LicenceEvent.Restored) => l.After(LicenceOperation.Restore, LicenceStatus.InForce),
        ({ } l, LicenceEvent.Revoked) => l.After(LicenceOperation.Revoke, LicenceStatus.Revoked),
        ({ } l, LicenceEvent.Cancelled) => l.After(LicenceOperation.Cancel, LicenceStatus.Cancelled),
        ({ } l, LicenceEvent.Withdrawn) => l.After(LicenceOperation.Withdraw, LicenceStatus.Withdrawn),
        ({ } l, LicenceEvent.Lapsed) => l.After(LicenceOperation.Lapse, LicenceStatus.Lapsed),
        ({ } l, LicenceEvent.TransferBegun) => l.After(LicenceOperation.BeginTransfer, LicenceStatus.Leaving),
        ({ } l, LicenceEvent.TransferBegunTo t) => l.After(LicenceOperation.BeginTransfer, LicenceStatus.Leaving) with { Receiver = t.Receiver },
        ({ } l, LicenceEvent.TransferCancelled) => l.After(LicenceOperation.CancelTransfer, LicenceStatus.InForce),
        ({ } l, LicenceEvent.TransferCompleted or LicenceEvent.TransferAccepted) => l.After(LicenceOperation.CompleteTransfer, LicenceStatus.Cancelled),
        ({ } l, LicenceEvent.Proposed p) => l with { Proposal = new(p.Operation, p.By, p.On, p.Reason) },
        ({ } l, LicenceEvent.TransferProposed p) => l with
        {
            Proposal = new(LicenceOperation.BeginTransfer, p.By, p.On, p.Reason) { Receiver = p.Receiver },
        },
        ({ } l, LicenceEvent.VersionProposed p) => l with
        {
            Proposal = new(p.Operation, p.By, p.On, p.Mistake) { Version = new(p.Identifier, p.TypeVersion, p.Term, p.Face, p.Slot) { Others = p.Others, OtherSlots = p.OtherSlots } },
        },
        ({ } l, LicenceEvent.Approved or LicenceEvent.Dismissed) => l with { Proposal = null },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };

    private Licence After(LicenceOperation operation, LicenceStatus status) =>
        this with { LastOperation = operation, Status = status, Receiver = null };

    private Licence Next(LicenceOperation operation, LicenceIdentifier identifier, Term term, Personal<LicenceFace> face) => this with
    {
        LastOperation = operation,
        Previous = Identifier,
        Status = LicenceStatus.InForce,
        Identifier = identifier,
        Term = term,
        Face = face,
        ValidSince = Term.IsFollowedBy(term) ? ValidSince : term.From,
    };
}

/// <param name="By">Staff id of who proposed it.</param>
/// <param name="Reason">Null for a renewal or a change, which need none.</param>
public sealed record LicenceProposal(LicenceOperation Operation, string By, DateOnly On, Personal<Remark>? Reason)
{
    /// <summary>Days from the proposal on which it can be approved; then it has expired and another may be made.</summary>
    public const int DaysOpen = 30;

    /// <summary>Set where it is a transfer to another agency of this registry.</summary>
    public Uscc? Receiver { get; init; }

    /// <summary>Set where the operation gives a new version.</summary>
    public ProposedVersion? Version { get; init; }

    public bool IsExpired(DateOnly today) => today >= On.AddDays(DaysOpen);
}

/// <summary>A licence's next version as one officer proposed it; <see cref="LicenceEvent.VersionProposed"/> says what its members are.</summary>
public sealed record ProposedVersion(
    LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot)
{
    public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

    public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
}
