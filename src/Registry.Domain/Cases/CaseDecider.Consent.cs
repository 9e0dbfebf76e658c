using Registry.Domain.Personal;

namespace Registry.Domain.Cases;

// 共同申请人的同意: whoever is named with the applicant says yes or no for themself, until the case is decided.
public static partial class CaseDecider
{
    public static readonly Refusal ConsentAwaited = new("case-consent-awaited");
    public static readonly Refusal ConsentDeclined = new("case-consent-declined");
    public static readonly Refusal ConsentNotAsked = new("case-consent-not-asked");
    public static readonly Refusal ConsentAnswered = new("case-consent-answered");
    public static readonly Refusal ConsentIsThere = new("case-co-applicant-consented");

    /// <summary>Nobody stands at the place that a request names.</summary>
    public static readonly Refusal CoApplicantUnknown = new("case-co-applicant-unknown");

    /// <param name="who">Of <see cref="Case.CoApplicants"/>.</param>
    public static Decision<CaseEvent> Consent(Case @case, SubjectTag who, DateOnly today) =>
        RefuseConsent(@case, who) is { } refusal ? refusal : new CaseEvent.Consented(today, who);

    /// <summary>As an officer has seen it on paper, or at the window.</summary>
    /// <param name="basis">What was seen.</param>
    public static Decision<CaseEvent> RecordConsent(Case @case, SubjectTag who, Remark basis, DateOnly today) =>
        RefuseConsent(@case, who) is { } refusal ? refusal
        : new CaseEvent.ConsentRecorded(today, who, Personal<Remark>.Of(who, basis));

    /// <summary>
    /// Whoever consented may still say no until the decision, and whoever was named before anybody was asked: nobody else takes them off. Whoever
    /// was never heard may do so as long as the case is open.
    /// </summary>
    public static Decision<CaseEvent> Decline(Case @case, SubjectTag who, DateOnly today) =>
        !@case.IsLive ? AlreadyClosed
        : IsUndecided(@case) || @case.Named.Any(one => one.Subject == who && !one.IsBound) ? new CaseEvent.Declined(today, who)
        : AlreadyDecided;

    private static Refusal? RefuseConsent(Case @case, SubjectTag who) =>
        !IsUndecided(@case) ? AlreadyDecided
        : @case.Named.Single(one => one.Subject == who).Consent switch
        {
            ConsentState.Awaited => null,
            ConsentState.NotAsked => ConsentNotAsked,
            _ => ConsentAnswered,
        };

    // What they apply for together is granted to all of them or not at all; the applicant may ask to go on without one, which is a correction.
    private static Refusal? RefuseGrant(Case @case) =>
        @case.Named.Any(one => one.Consent is ConsentState.Declined) ? ConsentDeclined
        : @case.Named.Any(one => one.Consent is ConsentState.Awaited) ? ConsentAwaited
        : null;

    private static Refusal? RefuseWithout(Case @case, IReadOnlyList<SubjectTag> without) =>
        @case.Named.Any(one => one.IsBound && without.Contains(one.Subject)) ? ConsentIsThere : null;

    private static bool IsUndecided(Case @case) => @case.Status is CaseStatus.Submitted or CaseStatus.Accepted;
}
