using System.Text.Json.Serialization;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>
/// A fact about one licence (证照). Closed: only nested records can derive. Where a licence has further holders (共有人), those facts that give it a
/// face give each of them theirs: <c>Others</c>, null for a licence of one. A fact that has no such member leaves them as they are.
/// </summary>
public abstract record LicenceEvent
{
    private LicenceEvent() { }

    /// <summary>新发 (operation 01): minted from an approved case, always as version 001. Before there were licence types.</summary>
    public sealed record Minted(
        LicenceIdentifier Identifier, Term Term, Personal<LicenceFace> Face, CaseId Case) : LicenceEvent;

    /// <summary>新发 (01): minted from an approved case to a published version of its type, always as version 001.</summary>
    /// <param name="TypeVersion">Number of the type's version that the face was checked against; the type is in the identifier.</param>
    /// <param name="Slot">The place it took, where the type lets a holder have one live licence; null where it does not matter.</param>
    public sealed record MintedUnder(
        LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot, CaseId Case) : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>新发 (01): as above, because a batch that two officers approved names the case.</summary>
    public sealed record MintedInBatch(
        LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot, CaseId Case, LicenceBatchId Batch)
        : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>转入 (08): minted by the agency that another one's licence was transferred to, always as version 001. That one ends in the same transaction.</summary>
    /// <param name="TypeVersion">Number of the type's version that the face was checked against; the type is in the identifier.</param>
    /// <param name="Slot">The place it took over or came into; null where it does not matter.</param>
    /// <param name="Former">Identifier of the licence that was transferred, as it was last.</param>
    public sealed record TransferredIn(
        LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot, LicenceIdentifier Former)
        : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>
    /// Taken over from an existing register as it stood in a row there. <paramref name="Opening"/> tells whether the
    /// register's history begins with the licence's issue or in the middle of its life.
    /// </summary>
    public sealed record Imported(
        LicenceIdentifier Identifier, Term Term, Personal<LicenceFace> Face, RowKind Opening, SourceRow Source) : LicenceEvent
    {
        /// <summary>The face of each further holder that the row names, as for <see cref="MintedUnder"/>; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }
    }

    /// <summary>延续 (02): a new version for a further term.</summary>
    public sealed record Renewed(
        LicenceIdentifier Identifier, Term Term, Personal<LicenceFace> Face, SourceRow? Source) : LicenceEvent
    {
        /// <summary>The face of each further holder that a register's row names: none where it is empty; null where they stay as they are.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }
    }

    /// <summary>变更 (09): a new version with another face, of a licence that names no version of its type.</summary>
    public sealed record Changed(
        LicenceIdentifier Identifier, Term Term, Personal<LicenceFace> Face, SourceRow? Source) : LicenceEvent
    {
        /// <summary>The new face of each further holder: none where it is empty; null where there were none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }
    }

    /// <summary>变更 (09): a new version with another face, which was checked against the type's version in force.</summary>
    /// <param name="TypeVersion">That version's number.</param>
    /// <param name="Slot">The place it has from now on; null where it does not matter.</param>
    public sealed record ChangedUnder(
        LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot) : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>换发, nationally a 变更 (09): a new version with the same face, because a batch that two officers approved says so.</summary>
    /// <param name="TypeVersion">Of the type's version that the face was checked against, and which it follows from now on.</param>
    /// <param name="Slot">The place it has from now on; null where it does not matter.</param>
    public sealed record Reissued(
        LicenceIdentifier Identifier, int TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot, LicenceBatchId Batch)
        : LicenceEvent
    {
        /// <summary>The places it has from now on of its further holders, in their order; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>更正 (07): a new version in the place of one that was minted or changed by mistake; the old one stays readable.</summary>
    /// <param name="TypeVersion">Of the type's version that the face was checked against; null where the licence names none.</param>
    /// <param name="Slot">The place it has from now on; null where it does not matter.</param>
    /// <param name="Mistake">What was wrong.</param>
    public sealed record Corrected(
        LicenceIdentifier Identifier, int? TypeVersion, Term Term, Personal<LicenceFace> Face, LicenceSlotId? Slot, Personal<Remark> Mistake)
        : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>暂扣 (03).</summary>
    public sealed record Suspended(DateOnly On, Personal<Remark>? Reason, SourceRow? Source) : LicenceEvent;

    /// <summary>暂扣发还 (06).</summary>
    public sealed record Restored(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>吊销: a sanction, and final.</summary>
    public sealed record Revoked(DateOnly On, Personal<Remark>? Reason, SourceRow? Source) : LicenceEvent;

    /// <summary>注销 (05), for example on the holder's request; final.</summary>
    public sealed record Cancelled(DateOnly On, Personal<Remark>? Reason, SourceRow? Source) : LicenceEvent;

    /// <summary>撤销 (05): it should never have been given (《行政许可法》第六十九条); final.</summary>
    public sealed record Withdrawn(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>过期失效 (04): declared after the term had run out. It was not valid before either: the dates say so.</summary>
    public sealed record Lapsed(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>办理转出 (07): it is on its way to another authority, which is none of this registry's.</summary>
    public sealed record TransferBegun(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>办理转出 (07): it is on its way to another agency of this registry, which alone can complete it.</summary>
    /// <param name="Receiver">By its directory.</param>
    public sealed record TransferBegunTo(DateOnly On, Personal<Remark> Reason, Uscc Receiver) : LicenceEvent;

    /// <summary>取消转出 (10).</summary>
    public sealed record TransferCancelled(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>转出 (05): the other authority has it now; final here.</summary>
    public sealed record TransferCompleted(DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>转出 (05): the agency that it was on its way to has minted its own; final here.</summary>
    /// <param name="Successor">Identifier of that one.</param>
    public sealed record TransferAccepted(DateOnly On, LicenceIdentifier Successor) : LicenceEvent;

    /// <summary>By the first of two officers, where the type wants two. Nothing is done yet.</summary>
    /// <param name="By">Staff id, as in the event's metadata: nobody approves a proposal of their own.</param>
    public sealed record Proposed(LicenceOperation Operation, string By, DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>By the first of two officers, for a transfer to another agency of this registry. Nothing is done yet.</summary>
    /// <param name="By">Staff id, as in the event's metadata: nobody approves a proposal of their own.</param>
    public sealed record TransferProposed(Uscc Receiver, string By, DateOnly On, Personal<Remark> Reason) : LicenceEvent;

    /// <summary>
    /// By the first of two officers, for what gives a new version: the whole of the version as it would be (延续, 变更 or 更正). Nothing is
    /// done yet.
    /// </summary>
    /// <param name="By">Staff id, as in the event's metadata: nobody approves a proposal of their own.</param>
    /// <param name="TypeVersion">Of the type's version that the face was checked against; the licence's own for a renewal.</param>
    /// <param name="Slot">The place it would have; null where it does not matter.</param>
    /// <param name="Mistake">What was wrong, of a correction; null otherwise.</param>
    public sealed record VersionProposed(
        LicenceOperation Operation, string By, DateOnly On, LicenceIdentifier Identifier, int TypeVersion, Term Term,
        Personal<LicenceFace> Face, LicenceSlotId? Slot, Personal<Remark>? Mistake) : LicenceEvent
    {
        /// <summary>The face of each further holder, sealed under that holder's own key: the same fields, and themself as the holder; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Personal<LicenceFace>>? Others { get; init; }

        /// <summary>The places it takes of theirs, in the same order; null where there is no <c>Slot</c> either.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<LicenceSlotId>? OtherSlots { get; init; }
    }

    /// <summary>By the second officer; what was proposed follows in the same transaction.</summary>
    public sealed record Approved(LicenceOperation Operation, string By, DateOnly On) : LicenceEvent;

    /// <summary>The proposal was dropped, by who made it or by another officer.</summary>
    public sealed record Dismissed(LicenceOperation Operation, string By, DateOnly On) : LicenceEvent;
}

/// <summary>The dates on a licence, all in Asia/Shanghai.</summary>
/// <param name="Until">Last day of validity; null for no end.</param>
public sealed record Term(DateOnly IssuedOn, DateOnly From, DateOnly? Until)
{
    /// <summary>A term without an end ends before no other.</summary>
    public bool EndsBefore(Term next) => Until is { } until && !(next.Until <= until);

    /// <summary>No day lies between this term and the next.</summary>
    public bool IsFollowedBy(Term next) => Until is not { } until || next.From.DayNumber <= until.DayNumber + 1;
}

/// <summary>照面: the holder and the business fields as printed (prefix KZ_ in GB/T 36903).</summary>
public sealed record LicenceFace(Party Holder, IReadOnlyDictionary<string, string> Fields);

/// <summary>Where an imported fact comes from: the register's name, the row's own id, and the SHA-256 of the row.</summary>
public sealed record SourceRow(string Register, string Row, string Sha256);

/// <summary>What a row of an existing register records about its licence.</summary>
public enum RowKind
{
    Issue,
    Renewal,
    Change,
}
