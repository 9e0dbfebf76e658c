using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;

namespace Registry.Projections.CovertInquiries;

/// <summary>
/// A covert inquiry on the list of its agency and of auditors, and what seals the lines under it in the person's. Warrant and reasons are
/// not on it.
/// </summary>
public sealed record CovertInquiryCard
{
    public Guid Id { get; init; }

    /// <summary>Whom it is about; text, as the agency's USCC, because lists are searched by it.</summary>
    public required string Subject { get; init; }
    public required string Agency { get; init; }
    public required AuthorityClass Class { get; init; }
    public required string Officer { get; init; }
    public string? AuthorisedBy { get; init; }
    public required DateOnly ReleaseOn { get; init; }

    /// <summary>The days it was to be released on before, the first one first.</summary>
    public IReadOnlyList<DateOnly> Former { get; init; } = [];

    /// <summary>A later day that nobody has granted yet.</summary>
    public DateOnly? WantedOn { get; init; }
    public string? EndedBy { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }

    /// <summary>Whether what happened under it is kept from the person.</summary>
    public bool Seals(DateOnly today) => EndedBy is null && today < ReleaseOn;
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class CovertInquiryCardProjection : SingleStreamProjection<CovertInquiryCard, Guid>
{
    public CovertInquiryCardProjection()
    {
        Name = "CovertInquiryCard";
        EventCatalogue.Include<CovertInquiryEvent>(IncludeType);
    }

    public override CovertInquiryCard? Evolve(CovertInquiryCard? card, Guid id, IEvent e) => ((CovertInquiryEvent)e.Data, card) switch
    {
        (CovertInquiryEvent.Requested r, _) => new CovertInquiryCard
        {
            Id = id,
            Subject = r.Cause.Subject.Value,
            Agency = r.Agency.Value,
            Class = r.Class,
            Officer = r.Officer,
            ReleaseOn = r.ReleaseOn,
        },
        (CovertInquiryEvent.Authorised a, { } c) => c with { AuthorisedBy = a.By },
        (CovertInquiryEvent.ExtensionRequested r, { } c) => c with { WantedOn = r.ReleaseOn },
        (CovertInquiryEvent.Extended x, { } c) => c with { ReleaseOn = x.ReleaseOn, Former = [.. c.Former, c.ReleaseOn], WantedOn = null },
        (CovertInquiryEvent.Ended e2, { } c) => c with { EndedBy = e2.By },
        _ => card,
    };
}
