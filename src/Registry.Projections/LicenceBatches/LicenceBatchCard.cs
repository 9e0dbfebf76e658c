using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain;
using Registry.Domain.LicenceBatches;

namespace Registry.Projections.LicenceBatches;

/// <summary>A batch on the lists of its agency and of auditors. Nothing personal.</summary>
public sealed record LicenceBatchCard
{
    public Guid Id { get; init; }

    /// <summary>Code as text, because lists are searched by it.</summary>
    public required string Agency { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required int TypeVersion { get; init; }
    public BatchKind Kind => Cases is null ? BatchKind.Reissue : BatchKind.Minting;

    /// <summary>Which licences it mints anew; null for a batch that mints.</summary>
    public ReissueScope? Scope { get; init; }

    /// <summary>How many cases it mints for; null for a batch that mints anew.</summary>
    public int? Cases { get; init; }
    public required LocalText Reason { get; init; }
    public required string ProposedBy { get; init; }
    public required DateOnly ProposedOn { get; init; }
    public string? ApprovedBy { get; init; }
    public DateOnly? ApprovedOn { get; init; }
    public string? EndedBy { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class LicenceBatchCardProjection : SingleStreamProjection<LicenceBatchCard, Guid>
{
    public LicenceBatchCardProjection()
    {
        Name = "LicenceBatchCard";
        EventCatalogue.Include<LicenceBatchEvent>(IncludeType);
    }

    public override LicenceBatchCard? Evolve(LicenceBatchCard? card, Guid id, IEvent e) => ((LicenceBatchEvent)e.Data, card) switch
    {
        (LicenceBatchEvent.ReissueProposed p, _) => new LicenceBatchCard
        {
            Id = id,
            Agency = p.Agency.Value,
            Name = p.Name,
            Type = p.Type.Value,
            TypeVersion = p.TypeVersion,
            Scope = p.Scope,
            Reason = p.Reason,
            ProposedBy = p.By,
            ProposedOn = p.On,
        },
        (LicenceBatchEvent.MintingProposed p, _) => new LicenceBatchCard
        {
            Id = id,
            Agency = p.Agency.Value,
            Name = p.Name,
            Type = p.Type.Value,
            TypeVersion = p.TypeVersion,
            Cases = p.Cases.Count,
            Reason = p.Reason,
            ProposedBy = p.By,
            ProposedOn = p.On,
        },
        (LicenceBatchEvent.Approved a, { } c) => c with { ApprovedBy = a.By, ApprovedOn = a.On },
        (LicenceBatchEvent.Ended x, { } c) => c with { EndedBy = x.By },
        _ => card,
    };
}
