using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>一人提出 → 另一人批准 | 撤回: where the type wants two for an operation. What would be refused is not proposed either.</summary>
public static class LicenceProposalDecider
{
    public static readonly Refusal Open = new("licence-proposal-open");
    public static readonly Refusal NoProposal = new("licence-no-proposal");
    public static readonly Refusal OwnProposal = new("licence-own-proposal");

    public static Decision<LicenceEvent> Propose(
        Licence licence, LicenceOperation operation, Personal<Remark> reason, string by, DateOnly today)
    {
        if (LicenceStateDecider.Decide(licence, operation, reason, today).Refusal is { } refusal)
            return refusal;
        return licence.Proposal is null ? new LicenceEvent.Proposed(operation, by, today, reason) : Open;
    }

    /// <summary>The second officer's consent and what it leads to; judged anew, because the licence may have changed meanwhile.</summary>
    public static Decision<LicenceEvent> Approve(Licence licence, string by, DateOnly today)
    {
        if (licence.Proposal is not { } proposal)
            return NoProposal;
        if (proposal.By == by)
            return OwnProposal;
        var (events, refusal) = LicenceStateDecider.Decide(licence, proposal.Operation, proposal.Reason, today);
        return refusal is not null ? refusal : (LicenceEvent[])[new LicenceEvent.Approved(proposal.Operation, by, today), .. events];
    }

    public static Decision<LicenceEvent> Dismiss(Licence licence, string by, DateOnly today) =>
        licence.Proposal is { } proposal ? new LicenceEvent.Dismissed(proposal.Operation, by, today) : NoProposal;
}
