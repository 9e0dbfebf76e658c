using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;

namespace Registry.Projections.LicenceTypes;

/// <summary>An entry of the public catalogue of licence types (证照目录), and what waits to get into it.</summary>
public sealed record LicenceTypeCard
{
    public Guid Id { get; init; }
    public required LicenceTypeCode Code { get; init; }

    /// <summary>Published, the first is number 1.</summary>
    public IReadOnlyList<PublishedLicenceType> Versions { get; init; } = [];

    /// <summary>Not public; null where nothing waits.</summary>
    public LicenceTypeDraft? Draft { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

public sealed record PublishedLicenceType(int Number, DateOnly PublishedOn, LicenceTypeDefinition Definition);

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class LicenceTypeCardProjection : SingleStreamProjection<LicenceTypeCard, Guid>
{
    public LicenceTypeCardProjection()
    {
        Name = "LicenceTypeCard";
        EventCatalogue.Include<LicenceTypeEvent>(IncludeType);
    }

    public override LicenceTypeCard? Evolve(LicenceTypeCard? card, Guid id, IEvent e) => ((LicenceTypeEvent)e.Data, card) switch
    {
        (LicenceTypeEvent.Drafted d, _) =>
            (card ?? new LicenceTypeCard { Id = id, Code = d.Code }) with { Draft = new(d.Definition, d.By) },
        (LicenceTypeEvent.Published p, { Draft: { } draft } c) =>
            c with { Versions = [.. c.Versions, new(p.Version, p.On, draft.Definition)], Draft = null },
        (LicenceTypeEvent.Rejected, { } c) => c with { Draft = null },
        _ => card,
    };
}
