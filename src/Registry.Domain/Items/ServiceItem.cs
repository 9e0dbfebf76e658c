using Registry.Domain.Identifiers;

namespace Registry.Domain.Items;

/// <summary>A published service item: what submitting a case and deciding on it need to know.</summary>
public sealed record ServiceItem(
    ServiceItemId Id, ItemCode Code, LocalText Name, Uscc Agency, RegionCode Region, IReadOnlyList<Material> Materials,
    int LegalDays, int PromisedDays, ResultLicence? Result, bool IsOffered)
{
    public static ServiceItem Evolve(ServiceItem? state, ServiceItemId id, ServiceItemEvent fact) => (state, fact) switch
    {
        (null, ServiceItemEvent.Published p) => new(
            id, p.Code, p.Name, p.Agency, p.Region, p.Materials, p.LegalDays, p.PromisedDays, p.Result, IsOffered: true),
        ({ } s, ServiceItemEvent.Withdrawn) => s with { IsOffered = false },
        _ => throw new CorruptStreamException(id.ToString(), state?.Code.ToString(), fact.GetType().Name),
    };
}
