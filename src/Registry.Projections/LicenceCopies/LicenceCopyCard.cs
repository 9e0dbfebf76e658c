using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;

namespace Registry.Projections.LicenceCopies;

/// <summary>A copy of a licence on the list of its holder. Nothing about the person but the tag.</summary>
public sealed record LicenceCopyCard
{
    public Guid Id { get; init; }
    public required Guid Licence { get; init; }
    public required LicenceIdentifier Identifier { get; init; }
    public required string Subject { get; init; }
    public required CopyMaker Maker { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset Until { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class LicenceCopyCardProjection : SingleStreamProjection<LicenceCopyCard, Guid>
{
    public LicenceCopyCardProjection()
    {
        Name = "LicenceCopyCard";
        EventCatalogue.Include<LicenceCopyEvent>(IncludeType);
    }

    public override LicenceCopyCard? Evolve(LicenceCopyCard? card, Guid id, IEvent e) => ((LicenceCopyEvent)e.Data, card) switch
    {
        (LicenceCopyEvent.Made m, _) => new LicenceCopyCard
        {
            Id = id,
            Licence = m.Licence.Value,
            Identifier = m.Identifier,
            Subject = m.Note.Subject.Value,
            Maker = m.Maker,
            MadeAt = m.At,
            Until = m.Until,
        },
        (LicenceCopyEvent.Revoked r, { } c) => c with { RevokedAt = r.At },
        _ => card,
    };
}
