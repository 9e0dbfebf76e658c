using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Credentials;
using Registry.Domain.Log;

namespace Registry.Projections.Credentials;

/// <summary>A credential as status lists and its holder's list need it. Place by place there is one: the database sees to it.</summary>
public sealed record CredentialCard
{
    public Guid Id { get; init; }
    public required Guid Licence { get; init; }

    /// <summary>Of the licence; the name keeps Marten from writing the stream's version here.</summary>
    public required int LicenceVersion { get; init; }
    public required string Issuer { get; init; }
    public required int List { get; init; }
    public required int Index { get; init; }
    public required string Kid { get; init; }
    public required string Digest { get; init; }
    public string? HolderKey { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset MintedAt { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class CredentialCardProjection : SingleStreamProjection<CredentialCard, Guid>
{
    public CredentialCardProjection()
    {
        Name = "CredentialCard";
        EventCatalogue.Include<CredentialEvent>(IncludeType);
    }

    public override CredentialCard? Evolve(CredentialCard? card, Guid id, IEvent e) => (CredentialEvent)e.Data switch
    {
        CredentialEvent.Minted m => new CredentialCard
        {
            Id = id,
            Licence = m.Licence.Value,
            LicenceVersion = m.Version,
            Issuer = m.Issuer.Value,
            List = m.List,
            Index = m.Index,
            Kid = m.Kid,
            Digest = m.Digest,
            HolderKey = m.HolderKey,
            Subject = m.Text.Subject.Value,
            MintedAt = LogEntry.TimeOf(e.Timestamp),
        },
        _ => card,
    };
}
