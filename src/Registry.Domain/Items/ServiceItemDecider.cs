namespace Registry.Domain.Items;

public static class ServiceItemDecider
{
    public static readonly Refusal CodeOfOtherAgency = new("item-code-of-other-agency");
    public static readonly Refusal LimitNotPositive = new("item-limit-not-positive");
    public static readonly Refusal PromiseAboveLegal = new("item-promise-above-legal-limit");
    public static readonly Refusal MaterialRepeated = new("item-material-repeated");
    public static readonly Refusal ValidityNotPositive = new("item-validity-not-positive");
    public static readonly Refusal AlreadyWithdrawn = new("item-already-withdrawn");

    /// <summary>The code's implementing body is the agency, and 承诺时限 does not exceed 法定时限 (GB/T 39046 table 4).</summary>
    public static Decision<ServiceItemEvent> Publish(ServiceItemEvent.Published item)
    {
        if (item.Code.ImplementingBody != item.Agency)
            return CodeOfOtherAgency;
        if (item.LegalDays < 1 || item.PromisedDays < 1)
            return LimitNotPositive;
        if (item.PromisedDays > item.LegalDays)
            return PromiseAboveLegal;
        if (item.Result is { ValidYears: < 1 })
            return ValidityNotPositive;
        if (item.Materials.Select(material => material.Code).Distinct().Count() != item.Materials.Count)
            return MaterialRepeated;
        return item;
    }

    public static Decision<ServiceItemEvent> Withdraw(ServiceItem item, DateOnly today) =>
        item.IsOffered ? new ServiceItemEvent.Withdrawn(today) : AlreadyWithdrawn;
}
