using System.Text.Json.Serialization;
using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Projections.Cases;

/// <summary>A case on a work list: what has to be done by when, and nothing about the person.</summary>
public sealed record CaseCard
{
    public Guid Id { get; init; }
    public required CaseNumber Number { get; init; }
    public required ItemCode Item { get; init; }

    /// <summary>USCC; text, as the two below, because lists are searched by it.</summary>
    public required string Agency { get; init; }
    public required string Region { get; init; }
    public required string Subject { get; init; }

    /// <summary>Tags of those who apply with the applicant; null for nobody. What searches by a person asks <see cref="PeopleQueries"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Others { get; init; }

    /// <summary>Those of <see cref="Others"/> whose consent is awaited; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Asked { get; init; }

    /// <summary>Tags of those who were only named: who declined, was left out or never answered. Null for nobody. The case is not theirs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Named { get; init; }

    /// <summary>Blind index of the applicant's telephone number, where there is one.</summary>
    public string? Phone
    {
        get => phone ?? application?.Sealed?.Index?.GetValueOrDefault("phone");
        init => phone = value;
    }
    public required CaseStatus Status { get; init; }
    public required DateOnly SubmittedOn { get; init; }
    public DateOnly? PromisedBy { get; init; }
    public DateOnly? LegalBy { get; init; }
    public string? Calendar { get; init; }
    public LicenceIdentifier? Licence { get; init; }
    public ClosingKind? Closing { get; init; }

    /// <summary>Who has the case; a pseudonym.</summary>
    public string? Officer { get; init; }

    /// <summary>The reason of a refusal or rejection, sealed.</summary>
    public Personal<Remark>? Reason { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }

    // An inline card is folded before the save seals its event, and written after it: the index is read when it is written.
    private readonly Personal<Application>? application;
    private readonly string? phone;

    internal Personal<Application> Application
    {
        init => (application, phone) = (value, null);
    }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class CaseCardProjection : SingleStreamProjection<CaseCard, Guid>
{
    public CaseCardProjection()
    {
        Name = "CaseCard";
        EventCatalogue.Include<CaseEvent>(IncludeType);
    }

    public override CaseCard? Evolve(CaseCard? card, Guid id, IEvent e) => ((CaseEvent)e.Data, card) switch
    {
        (CaseEvent.Submitted s, _) => new CaseCard
        {
            Id = id,
            Number = s.Number,
            Item = s.Item,
            Agency = s.Agency.Value,
            Region = s.Region.Value,
            Subject = s.Application.Subject.Value,
            Others = PeopleQueries.Tags(s.CoApplicants),
            Asked = s.AsksConsent is true ? PeopleQueries.Tags(s.CoApplicants) : null,
            Application = s.Application,
            Status = CaseStatus.Submitted,
            SubmittedOn = s.On,
        },
        (CaseEvent.Accepted a, { } c) => c with
        {
            Status = CaseStatus.Accepted,
            PromisedBy = a.PromisedBy,
            LegalBy = a.LegalBy,
            Calendar = a.Calendar,
        },
        (CaseEvent.AcceptedBy a, { } c) => c with
        {
            Status = CaseStatus.Accepted,
            PromisedBy = a.PromisedBy,
            LegalBy = a.LegalBy,
            Calendar = a.Calendar,
            Officer = a.Officer,
        },
        (CaseEvent.Assigned a, { } c) => c with { Officer = a.Officer },
        (CaseEvent.Refused r, { } c) => c with { Status = CaseStatus.Refused, Reason = r.Reason },
        (CaseEvent.Consented s, { } c) => c with { Asked = Except(c.Asked, [s.Who.Value]) },
        (CaseEvent.ConsentRecorded s, { } c) => c with { Asked = Except(c.Asked, [s.Who.Value]) },
        (CaseEvent.Declined d, { } c) => OnlyNamed(c, [d.Who.Value]),
        (CaseEvent.Corrected k, { } c) => OnlyNamed(c with { Application = k.Application }, [.. (k.Without ?? []).Select(one => one.Value)]),
        (CaseEvent.Approved, { } c) => c with { Status = CaseStatus.Approved },
        (CaseEvent.Rejected r, { } c) => c with { Status = CaseStatus.Rejected, Reason = r.Reason },
        (CaseEvent.LicenceIssued l, { } c) => c with { Status = CaseStatus.LicenceIssued, Licence = l.Licence },
        (CaseEvent.Withdrawn, { } c) => c with { Status = CaseStatus.Withdrawn },
        (CaseEvent.Closed k, { } c) => OnlyNamed(c with { Status = CaseStatus.Closed, Closing = k.Kind }, c.Asked ?? []),
        _ => card,
    };

    private static CaseCard OnlyNamed(CaseCard card, IReadOnlyList<string> people) => people.Count == 0 ? card : card with
    {
        Others = Except(card.Others, people),
        Asked = Except(card.Asked, people),
        Named = [.. (card.Named ?? []).Union(people)],
    };

    private static List<string>? Except(IReadOnlyList<string>? tags, IReadOnlyList<string> people) =>
        tags?.Except(people).ToList() is { Count: > 0 } left ? left : null;
}
