using Registry.Domain.Directory;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>一人提出 → 另一人批准 | 撤回: where the type wants two for an operation. What would be refused is not proposed either.</summary>
public static class LicenceProposalDecider
{
    public static readonly Refusal Open = new("licence-proposal-open");
    public static readonly Refusal NoProposal = new("licence-no-proposal");
    public static readonly Refusal OwnProposal = new("licence-own-proposal");
    public static readonly Refusal Expired = new("licence-proposal-expired");

    /// <summary>The licence or its type has a newer version than the proposed one was made from.</summary>
    public static readonly Refusal Outdated = new("licence-proposal-outdated");

    public static Decision<LicenceEvent> Propose(
        Licence licence, LicenceOperation operation, Personal<Remark> reason, string by, DateOnly today) =>
        (LicenceStateDecider.Decide(licence, operation, reason, today).Refusal ?? RefuseSecond(licence, today)) is { } refusal
            ? refusal
            : new LicenceEvent.Proposed(operation, by, today, reason);

    /// <param name="decided">What <see cref="LicenceStateDecider.BeginTransfer"/> says to it, as if one officer were enough.</param>
    public static Decision<LicenceEvent> ProposeTransfer(Licence licence, Decision<LicenceEvent> decided, string by, DateOnly today)
    {
        if ((decided.Refusal ?? RefuseSecond(licence, today)) is { } refusal)
            return refusal;
        var begun = (LicenceEvent.TransferBegunTo)decided.Events[0];
        return new LicenceEvent.TransferProposed(begun.Receiver, by, today, begun.Reason);
    }

    /// <param name="decided">What <see cref="LicenceDecider"/> says to it, as if one officer were enough.</param>
    /// <exception cref="ArgumentException">It gives no version, or one of a licence that names no version of its type.</exception>
    public static Decision<LicenceEvent> ProposeVersion(Licence licence, Decision<LicenceEvent> decided, string by, DateOnly today)
    {
        if ((decided.Refusal ?? RefuseSecond(licence, today)) is { } refusal)
            return refusal;
        return decided.Events[0] switch
        {
            LicenceEvent.Renewed r when licence.TypeVersion is { } type => new LicenceEvent.VersionProposed(
                LicenceOperation.Renew, by, today, r.Identifier, type, r.Term, r.Face, licence.Slot, Mistake: null),
            LicenceEvent.ChangedUnder c => new LicenceEvent.VersionProposed(
                LicenceOperation.Change, by, today, c.Identifier, c.TypeVersion, c.Term, c.Face, c.Slot, Mistake: null)
            {
                Others = c.Others,
                OtherSlots = c.OtherSlots,
            },
            LicenceEvent.Corrected { TypeVersion: { } type } c => new LicenceEvent.VersionProposed(
                LicenceOperation.Correct, by, today, c.Identifier, type, c.Term, c.Face, c.Slot, c.Mistake)
            {
                Others = c.Others,
                OtherSlots = c.OtherSlots,
            },
            var other => throw new ArgumentException($"{other.GetType().Name} is no version that can be proposed.", nameof(decided)),
        };
    }

    /// <summary>The second officer's consent and what it leads to; judged anew, because the licence may have changed meanwhile.</summary>
    /// <param name="type">The licence's; null where it names none.</param>
    /// <param name="receiver">Of a transfer to another agency, as the directory has it now; null otherwise.</param>
    public static Decision<LicenceEvent> Approve(Licence licence, LicenceType? type, string by, DateOnly today, Agency? receiver = null)
    {
        if (licence.Proposal is not { } proposal)
            return NoProposal;
        if (proposal.By == by)
            return OwnProposal;
        if (proposal.IsExpired(today))
            return Expired;
        var (events, refusal) = proposal.Version is { } version
            ? DecideVersion(licence, proposal, version, type!, today)
            : proposal.Receiver is not null
            ? LicenceStateDecider.BeginTransfer(licence, type?.InForce, receiver, proposal.Reason!, today)
            : LicenceStateDecider.Decide(licence, proposal.Operation, proposal.Reason!, today);
        return refusal is not null ? refusal : (LicenceEvent[])[new LicenceEvent.Approved(proposal.Operation, by, today), .. events];
    }

    public static Decision<LicenceEvent> Dismiss(Licence licence, string by, DateOnly today) =>
        licence.Proposal is { } proposal ? new LicenceEvent.Dismissed(proposal.Operation, by, today) : NoProposal;

    // The face is not opened again: it was checked against the very version of the type that is in force.
    private static Decision<LicenceEvent> DecideVersion(
        Licence licence, LicenceProposal proposal, ProposedVersion version, LicenceType type, DateOnly today)
    {
        if (version.Identifier.Version != licence.Identifier.Version + 1)
            return Outdated;
        if (proposal.Operation is LicenceOperation.Renew)
            return LicenceDecider.Renew(licence, type.Version(version.TypeVersion), version.Term with { IssuedOn = today }, today);
        if (LicenceDecider.RefuseChange(licence, today) is { } refusal)
            return refusal;
        if (version.TypeVersion != type.Newest)
            return Outdated;
        var term = licence.Term with { IssuedOn = today };
        return proposal.Operation is LicenceOperation.Correct
            ? new LicenceEvent.Corrected(version.Identifier, version.TypeVersion, term, version.Face, version.Slot, proposal.Reason!)
            {
                Others = version.Others,
                OtherSlots = version.OtherSlots,
            }
            : new LicenceEvent.ChangedUnder(version.Identifier, version.TypeVersion, term, version.Face, version.Slot)
            {
                Others = version.Others,
                OtherSlots = version.OtherSlots,
            };
    }

    private static Refusal? RefuseSecond(Licence licence, DateOnly today) =>
        licence.Proposal?.IsExpired(today) == false ? Open : null;
}
