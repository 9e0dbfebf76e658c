using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Projections.Licences;

/// <summary>A licence on a list: its holder's, or its issuer's. Nothing about the person but the tag.</summary>
public sealed record LicenceCard
{
    public Guid Id { get; init; }
    public required LicenceIdentifier Identifier { get; init; }

    /// <summary>USCC; text, as the subject's tag, because lists are searched by it.</summary>
    public required string Issuer { get; init; }
    public required string Subject { get; init; }

    /// <summary>Tags of the further holders; null for a licence of one. What searches by a person asks <see cref="PeopleQueries"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Others { get; init; }
    public required LicenceStatus Status { get; init; }
    public required Term Term { get; init; }

    /// <summary>Number of the type's version it follows; null where it names none.</summary>
    public int? TypeVersion { get; init; }

    /// <summary>Id of the last batch that minted a version of it; null for none.</summary>
    public Guid? Batch { get; init; }

    /// <summary>USCC of the agency of this registry that it is on its way to; null for none.</summary>
    public string? Receiver { get; init; }

    /// <summary>What waits for a second officer; null for nothing.</summary>
    public LicenceOperation? Proposed { get; init; }
    public SourceRow? Source { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class LicenceCardProjection : SingleStreamProjection<LicenceCard, Guid>
{
    public LicenceCardProjection()
    {
        Name = "LicenceCard";
        EventCatalogue.Include<LicenceEvent>(IncludeType);
    }

    public override LicenceCard? Evolve(LicenceCard? card, Guid id, IEvent e) => ((LicenceEvent)e.Data, card) switch
    {
        (LicenceEvent.Minted m, _) => New(id, m.Identifier, m.Term, m.Face.Subject, source: null),
        (LicenceEvent.MintedUnder m, _) => New(id, m.Identifier, m.Term, m.Face.Subject, source: null) with
        {
            TypeVersion = m.TypeVersion,
            Others = PeopleQueries.Tags(m.Others),
        },
        (LicenceEvent.MintedInBatch m, _) => New(id, m.Identifier, m.Term, m.Face.Subject, source: null) with
        {
            TypeVersion = m.TypeVersion,
            Others = PeopleQueries.Tags(m.Others),
            Batch = m.Batch.Value,
        },
        (LicenceEvent.TransferredIn t, _) => New(id, t.Identifier, t.Term, t.Face.Subject, source: null) with
        {
            TypeVersion = t.TypeVersion,
            Others = PeopleQueries.Tags(t.Others),
        },
        (LicenceEvent.Imported i, _) => New(id, i.Identifier, i.Term, i.Face.Subject, i.Source) with { Others = PeopleQueries.Tags(i.Others) },
        (LicenceEvent.Renewed r, { } c) => c with
        {
            Identifier = r.Identifier,
            Term = r.Term,
            Subject = r.Face.Subject.Value,
            Others = r.Others is null ? c.Others : PeopleQueries.Tags(r.Others),
            Status = LicenceStatus.InForce,
        },
        (LicenceEvent.Changed x, { } c) => c with
        {
            Identifier = x.Identifier,
            Term = x.Term,
            Subject = x.Face.Subject.Value,
            Others = x.Others is null ? c.Others : PeopleQueries.Tags(x.Others),
        },
        (LicenceEvent.ChangedUnder x, { } c) => c with
        {
            Identifier = x.Identifier,
            Term = x.Term,
            Subject = x.Face.Subject.Value,
            TypeVersion = x.TypeVersion,
        },
        (LicenceEvent.Reissued x, { } c) => c with
        {
            Identifier = x.Identifier,
            Term = x.Term,
            Subject = x.Face.Subject.Value,
            TypeVersion = x.TypeVersion,
            Batch = x.Batch.Value,
        },
        (LicenceEvent.Corrected x, { } c) => c with
        {
            Identifier = x.Identifier,
            Term = x.Term,
            Subject = x.Face.Subject.Value,
            TypeVersion = x.TypeVersion,
        },
        (LicenceEvent.Suspended, { } c) => c with { Status = LicenceStatus.Suspended },
        (LicenceEvent.Restored, { } c) => c with { Status = LicenceStatus.InForce },
        (LicenceEvent.Revoked, { } c) => c with { Status = LicenceStatus.Revoked, Receiver = null },
        (LicenceEvent.Cancelled or LicenceEvent.TransferCompleted or LicenceEvent.TransferAccepted, { } c) => c with
        {
            Status = LicenceStatus.Cancelled,
            Receiver = null,
        },
        (LicenceEvent.Withdrawn, { } c) => c with { Status = LicenceStatus.Withdrawn, Receiver = null },
        (LicenceEvent.Lapsed, { } c) => c with { Status = LicenceStatus.Lapsed, Receiver = null },
        (LicenceEvent.TransferBegun, { } c) => c with { Status = LicenceStatus.Leaving },
        (LicenceEvent.TransferBegunTo t, { } c) => c with { Status = LicenceStatus.Leaving, Receiver = t.Receiver.Value },
        (LicenceEvent.TransferCancelled, { } c) => c with { Status = LicenceStatus.InForce, Receiver = null },
        (LicenceEvent.Proposed p, { } c) => c with { Proposed = p.Operation },
        (LicenceEvent.TransferProposed, { } c) => c with { Proposed = LicenceOperation.BeginTransfer },
        (LicenceEvent.VersionProposed p, { } c) => c with { Proposed = p.Operation },
        (LicenceEvent.Approved or LicenceEvent.Dismissed, { } c) => c with { Proposed = null },
        _ => card,
    };

    private static LicenceCard New(
        Guid id, LicenceIdentifier identifier, Term term, SubjectTag subject, SourceRow? source) => new()
        {
            Id = id,
            Identifier = identifier,
            Issuer = identifier.Issuer.Value,
            Subject = subject.Value,
            Status = LicenceStatus.InForce,
            Term = term,
            Source = source,
        };
}
