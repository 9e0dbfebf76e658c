using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain;
using Registry.Domain.Sharing;

namespace Registry.Projections.Sharing;

/// <summary>A sharing grant on the lists of both agencies and of auditors, and its purpose in words beside the looks under it.</summary>
public sealed record SharingGrantCard
{
    public Guid Id { get; init; }

    /// <summary>Codes as text, because lists are searched by them.</summary>
    public required string Owner { get; init; }
    public required string Recipient { get; init; }
    public required string Type { get; init; }
    public required IReadOnlyList<string> Fields { get; init; }
    public required SharingBasis Basis { get; init; }
    public required LocalText Purpose { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly Until { get; init; }
    public required string ProposedBy { get; init; }

    /// <summary>Looks under it on one day; null for no bound.</summary>
    public int? MostADay { get; init; }
    public string? ApprovedBy { get; init; }
    public string? RevokedBy { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class SharingGrantCardProjection : SingleStreamProjection<SharingGrantCard, Guid>
{
    public SharingGrantCardProjection()
    {
        Name = "SharingGrantCard";
        EventCatalogue.Include<SharingGrantEvent>(IncludeType);
    }

    public override SharingGrantCard? Evolve(SharingGrantCard? card, Guid id, IEvent e) => ((SharingGrantEvent)e.Data, card) switch
    {
        (SharingGrantEvent.Proposed p, _) => new SharingGrantCard
        {
            Id = id,
            Owner = p.Owner.Value,
            Recipient = p.Recipient.Value,
            Type = p.Type.Value,
            Fields = p.Fields,
            Basis = p.Basis,
            Purpose = p.Purpose,
            From = p.From,
            Until = p.Until,
            ProposedBy = p.By,
            MostADay = p.MostADay,
        },
        (SharingGrantEvent.Approved a, { } c) => c with { ApprovedBy = a.By },
        (SharingGrantEvent.Revoked r, { } c) => c with { RevokedBy = r.By },
        _ => card,
    };
}
