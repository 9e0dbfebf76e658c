using System.Text.Json.Serialization;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Cases;

public enum CaseStatus
{
    Submitted,
    Accepted,
    Refused,
    Approved,
    Rejected,
    LicenceIssued,
    Withdrawn,
    Closed,
}

/// <summary>What decisions need to know about a case, and nothing a screen wants.</summary>
public sealed record Case(
    CaseId Id, CaseNumber Number, ItemCode Item, Uscc Agency, RegionCode Region, CaseStatus Status,
    Personal<Application> Application)
{
    /// <summary>Who has the case: the officer who accepted it, or to whom it was assigned since. Null while nobody has.</summary>
    public string? Officer { get; init; }

    /// <summary>The application as the applicant wants it corrected; null while nothing is asked for.</summary>
    public Personal<Application>? Wanted { get; init; }

    /// <summary>What stood there before corrections, the oldest first.</summary>
    public IReadOnlyList<Personal<Application>> Former { get; init; } = [];

    /// <summary>共同申请人: with whom the applicant applies; empty for an application of one.</summary>
    public IReadOnlyList<Personal<Party>> CoApplicants { get; init; } = [];

    /// <summary>Whose case it is, the applicant first: whoever reads it, reads the data of each.</summary>
    [JsonIgnore]
    public IReadOnlyList<SubjectTag> Applicants => [Application.Subject, .. CoApplicants.Select(one => one.Subject)];

    /// <summary>Somebody still has to do something: the only time its data may be read for handling it.</summary>
    public bool IsLive => Status is not CaseStatus.Closed;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Case Evolve(Case? state, CaseId id, CaseEvent fact) => (state, fact) switch
    {
        (null, CaseEvent.Submitted s) => new(id, s.Number, s.Item, s.Agency, s.Region, CaseStatus.Submitted, s.Application)
        {
            CoApplicants = s.CoApplicants ?? [],
        },
        ({ } c, CaseEvent.Accepted) => c with { Status = CaseStatus.Accepted },
        ({ } c, CaseEvent.AcceptedBy a) => c with { Status = CaseStatus.Accepted, Officer = a.Officer },
        ({ } c, CaseEvent.Assigned a) => c with { Officer = a.Officer },
        ({ } c, CaseEvent.Refused) => c with { Status = CaseStatus.Refused },
        ({ } c, CaseEvent.Approved) => c with { Status = CaseStatus.Approved },
        ({ } c, CaseEvent.Rejected) => c with { Status = CaseStatus.Rejected },
        ({ } c, CaseEvent.LicenceIssued) => c with { Status = CaseStatus.LicenceIssued },
        ({ } c, CaseEvent.Withdrawn) => c with { Status = CaseStatus.Withdrawn },
        ({ } c, CaseEvent.CorrectionRequested r) => c with { Wanted = r.Wanted },
        ({ } c, CaseEvent.Corrected x) => c with { Application = x.Application, Wanted = null, Former = [.. c.Former, c.Application] },
        ({ } c, CaseEvent.CorrectionRefused) => c with { Wanted = null },
        ({ } c, CaseEvent.Closed) => c with { Status = CaseStatus.Closed },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };
}
