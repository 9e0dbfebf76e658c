using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Items;
using Registry.Domain.LicenceTypes;

namespace Registry.Domain.LicenceBatches;

/// <summary>一人提出 → 另一人批准 → 执行 | 终止. What nobody has approved is not carried out.</summary>
public static class LicenceBatchDecider
{
    public static readonly Refusal NameTaken = new("licence-batch-name-taken");
    public static readonly Refusal OwnProposal = new("licence-batch-own-proposal");
    public static readonly Refusal AlreadyApproved = new("licence-batch-already-approved");
    public static readonly Refusal NotApproved = new("licence-batch-not-approved");
    public static readonly Refusal Over = new("licence-batch-over");

    /// <summary>The type has a newer version than the one that the officers had before them.</summary>
    public static readonly Refusal Outdated = new("licence-batch-outdated");

    /// <summary>The batch is for the other command.</summary>
    public static readonly Refusal OtherKind = new("licence-batch-other-kind");

    /// <summary>There is no such case, or it is not the officer's to mint for.</summary>
    public static Refusal CaseUnknown(CaseId id) => new("licence-batch-case-unknown", id.ToString());

    public static Refusal CaseHasLicence(CaseId id) => new("licence-batch-case-has-licence", id.ToString());

    public static Refusal CaseOfOtherType(CaseId id) => new("licence-batch-case-of-other-type", id.ToString());

    /// <param name="type">Null where there is none with that code.</param>
    /// <param name="agency">The officer's, as the directory has it.</param>
    /// <param name="name">A <see cref="LicenceBatch.IsName"/>.</param>
    public static Decision<LicenceBatchEvent> ProposeReissue(
        LicenceType? type, Agency agency, string name, ReissueScope scope, LocalText reason, string by, DateOnly today) =>
        RefuseType(type, agency) is { } refusal
            ? refusal
            : new LicenceBatchEvent.ReissueProposed(name, agency.Code, type!.Code, type.Newest, scope, reason, by, today);

    /// <param name="cases">With their items; those that the officer may mint for.</param>
    public static Decision<LicenceBatchEvent> ProposeMinting(
        LicenceType? type, Agency agency, string name, IReadOnlyList<(Case Case, ServiceItem Item)> cases, LocalText reason, string by, DateOnly today)
    {
        if (RefuseType(type, agency) is { } refusal)
            return refusal;
        foreach (var (@case, item) in cases)
            if (item.Result?.Type != type!.Code)
                return CaseOfOtherType(@case.Id);
            else if (@case.Status is not CaseStatus.Approved)
                return CaseHasLicence(@case.Id);
        return new LicenceBatchEvent.MintingProposed(
            name, agency.Code, type!.Code, type.Newest, [.. cases.Select(one => one.Case.Id)], reason, by, today);
    }

    /// <param name="type">As it is now.</param>
    public static Decision<LicenceBatchEvent> Approve(LicenceBatch batch, LicenceType? type, string by, DateOnly today)
    {
        if (batch.ProposedBy == by)
            return OwnProposal;
        if (batch.IsOver(today))
            return Over;
        if (batch.ApprovedOn is not null)
            return AlreadyApproved;
        return type?.Newest == batch.TypeVersion ? new LicenceBatchEvent.Approved(by, today) : Outdated;
    }

    /// <summary>Any officer of the agency may: less is done by it, never more.</summary>
    public static Decision<LicenceBatchEvent> End(LicenceBatch batch, string by, DateOnly today) =>
        batch.IsOver(today) ? Over : new LicenceBatchEvent.Ended(by, today);

    /// <summary>Why it cannot be carried out now; null where it can.</summary>
    /// <param name="type">As it is now.</param>
    public static Refusal? RefuseRun(LicenceBatch batch, LicenceType? type, DateOnly today) =>
        batch.IsOver(today) ? Over
        : batch.ApprovedOn is null ? NotApproved
        : type?.Newest == batch.TypeVersion ? null : Outdated;

    private static Refusal? RefuseType(LicenceType? type, Agency agency) =>
        type?.InForce is { } version ? version.RefuseIssuer(agency.Code, agency.Region) : LicenceTypeVersion.NotPublished;
}
