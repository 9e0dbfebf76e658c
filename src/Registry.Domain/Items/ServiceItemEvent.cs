using Registry.Domain.Identifiers;

namespace Registry.Domain.Items;

/// <summary>A fact about one service item (事项). Closed: only nested records can derive.</summary>
public abstract record ServiceItemEvent
{
    private ServiceItemEvent() { }

    /// <param name="Agency">实施主体: the agency that handles cases of this item.</param>
    /// <param name="Region">The area the item is offered in; officers of it and of the areas above may handle its cases.</param>
    /// <param name="LegalDays">法定办结时限, in working days from acceptance.</param>
    /// <param name="PromisedDays">承诺办结时限, in working days, never above the legal limit.</param>
    /// <param name="Result">The licence type an approval leads to; null for an item without one.</param>
    public sealed record Published(
        ItemCode Code, LocalText Name, Uscc Agency, RegionCode Region, IReadOnlyList<Material> Materials,
        int LegalDays, int PromisedDays, ResultLicence? Result) : ServiceItemEvent;

    /// <summary>The item takes no new cases; open ones are handled to the end.</summary>
    public sealed record Withdrawn(DateOnly On) : ServiceItemEvent;
}

/// <summary>申请材料: one document that an applicant hands in.</summary>
/// <param name="Code">Unique within the item.</param>
public sealed record Material(string Code, LocalText Name, bool Required);

/// <summary>结果证照: the licence type an approval leads to.</summary>
/// <param name="ValidYears">Years of validity from the day of minting; null for no end.</param>
public sealed record ResultLicence(LicenceTypeCode Type, LocalText Name, int? ValidYears);
