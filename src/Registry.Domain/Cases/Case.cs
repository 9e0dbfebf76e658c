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

    /// <summary>Whom the applicant named as applying with them, in their order, those who declined too; empty for an application of one.</summary>
    public IReadOnlyList<CoApplicant> Named { get; init; } = [];

    /// <summary>Those of them without whom the applicant would go on, while a correction is asked for.</summary>
    public IReadOnlyList<SubjectTag> Without { get; init; } = [];

    /// <summary>共同申请人: with whom the applicant applies; not who declined.</summary>
    [JsonIgnore]
    public IReadOnlyList<Personal<Party>> CoApplicants =>
        [.. Named.Where(one => one.Consent is not ConsentState.Declined).Select(one => one.Party)];

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
            Named = [.. (s.CoApplicants ?? []).Select(one =>
                new CoApplicant(one, s.AsksConsent is true ? ConsentState.Awaited : ConsentState.NotAsked))],
        },
        ({ } c, CaseEvent.Accepted) => c with { Status = CaseStatus.Accepted },
        ({ } c, CaseEvent.AcceptedBy a) => c with { Status = CaseStatus.Accepted, Officer = a.Officer },
        ({ } c, CaseEvent.Assigned a) => c with { Officer = a.Officer },
        ({ } c, CaseEvent.Refused) => c with { Status = CaseStatus.Refused },
        ({ } c, CaseEvent.Approved) => c with { Status = CaseStatus.Approved },
        ({ } c, CaseEvent.Rejected) => c with { Status = CaseStatus.Rejected },
        ({ } c, CaseEvent.LicenceIssued) => c with { Status = CaseStatus.LicenceIssued },
        ({ } c, CaseEvent.Withdrawn) => c with { Status = CaseStatus.Withdrawn },
        ({ } c, CaseEvent.Consented s) => c.Standing(s.Who, ConsentState.Given),
        ({ } c, CaseEvent.ConsentRecorded s) => c.Standing(s.Who, ConsentState.Recorded, s.Basis),
        ({ } c, CaseEvent.Declined d) => c.Standing(d.Who, ConsentState.Declined),
        ({ } c, CaseEvent.CorrectionRequested r) => c with { Wanted = r.Wanted, Without = r.Without ?? [] },
        ({ } c, CaseEvent.Corrected x) => c with
        {
            Application = x.Application,
            Wanted = null,
            Without = [],
            Former = [.. c.Former, c.Application],
            Named = [.. c.Named.Where(one => x.Without?.Contains(one.Subject) is not true)],
        },
        ({ } c, CaseEvent.CorrectionRefused) => c with { Wanted = null, Without = [] },
        // A case that ended without somebody's word is not theirs.
        ({ } c, CaseEvent.Closed) => c with
        {
            Status = CaseStatus.Closed,
            Named = [.. c.Named.Where(one => one.Consent is not ConsentState.Awaited)],
        },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };

    private Case Standing(SubjectTag who, ConsentState consent, Personal<Remark>? basis = null) => this with
    {
        Named = [.. Named.Select(one => one.Subject == who ? one with { Consent = consent, Basis = basis } : one)],
    };
}
