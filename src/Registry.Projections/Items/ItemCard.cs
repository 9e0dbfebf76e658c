using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;

namespace Registry.Projections.Items;

/// <summary>An entry of the public catalogue of service items (事项目录).</summary>
public sealed record ItemCard
{
    public Guid Id { get; init; }
    public required ItemCode Code { get; init; }
    public required LocalText Name { get; init; }
    public required Uscc Agency { get; init; }
    public required RegionCode Region { get; init; }
    public required IReadOnlyList<Material> Materials { get; init; }
    public required int LegalDays { get; init; }
    public required int PromisedDays { get; init; }
    public ResultLicence? Result { get; init; }
    public bool IsOffered { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class ItemCardProjection : SingleStreamProjection<ItemCard, Guid>
{
    public ItemCardProjection()
    {
        Name = "ItemCard";
        EventCatalogue.Include<ServiceItemEvent>(IncludeType);
    }

    public override ItemCard? Evolve(ItemCard? card, Guid id, IEvent e) => ((ServiceItemEvent)e.Data, card) switch
    {
        (ServiceItemEvent.Published p, _) => new ItemCard
        {
            Id = id,
            Code = p.Code,
            Name = p.Name,
            Agency = p.Agency,
            Region = p.Region,
            Materials = p.Materials,
            LegalDays = p.LegalDays,
            PromisedDays = p.PromisedDays,
            Result = p.Result,
            IsOffered = true,
        },
        (ServiceItemEvent.Withdrawn, { } c) => c with { IsOffered = false },
        _ => card,
    };
}
