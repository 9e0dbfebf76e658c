using Registry.Domain.Calendar;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;

namespace Registry.Domain.Cases;

/// <summary>
/// 申请 → 受理 | 不予受理 → 准予 | 不予 → 制证 → 办结, and 撤回 until the decision.
/// </summary>
public static partial class CaseDecider
{
    public static readonly Refusal ItemNotOffered = new("item-not-offered");
    public static readonly Refusal MaterialUnknown = new("case-material-unknown");
    public static readonly Refusal MaterialRepeated = new("case-material-repeated");
    public static readonly Refusal NotAwaitingAcceptance = new("case-not-awaiting-acceptance");
    public static readonly Refusal NotUnderReview = new("case-not-under-review");
    public static readonly Refusal AlreadyDecided = new("case-already-decided");
    public static readonly Refusal NotApproved = new("case-not-approved");
    public static readonly Refusal HasNoLicence = new("item-leads-to-no-licence");
    public static readonly Refusal LicenceOutstanding = new("case-licence-outstanding");
    public static readonly Refusal NotDecided = new("case-not-decided");
    public static readonly Refusal AlreadyAssigned = new("case-already-assigned");
    public static readonly Refusal AssigneeWithoutDuty = new("case-assignee-without-duty");
    public static readonly Refusal AlreadyClosed = new("case-already-closed");

    public static readonly Refusal ApplicantRepeated = new("case-applicant-repeated");
    public static readonly Refusal ApplicantsTooMany = new("case-applicants-too-many");

    public static readonly Refusal CorrectionPending = new("case-correction-pending");
    public static readonly Refusal CorrectionNotPending = new("case-correction-not-pending");

    public static Refusal MaterialMissing(string code) => new("case-material-missing", code);

    /// <summary>A new case. Required materials must all be there; what the item does not ask for is refused.</summary>
    /// <param name="others">With whom the applicant applies, everybody once; null for nobody. What the item leads to is theirs together.</param>
    /// <param name="type">The version in force of the licence's type that the item leads to; null for none.</param>
    public static Decision<CaseEvent> Submit(
        ServiceItem item, CaseNumber number, Personal<Application> application, IReadOnlyList<HandedIn> materials,
        DateOnly today, IReadOnlyList<Personal<Party>>? others = null, LicenceTypeVersion? type = null)
    {
        if (!item.IsOffered)
            return ItemNotOffered;
        SubjectTag[] applicants = [application.Subject, .. (others ?? []).Select(one => one.Subject)];
        if (applicants.Length > CoHolder.MostHolders)
            return ApplicantsTooMany;
        if (applicants.Distinct().Count() != applicants.Length)
            return ApplicantRepeated;
        if (type?.RefuseHolders(applicants) is { } refusal)
            return refusal;
        var handedIn = materials.Select(material => material.Code).ToHashSet();
        if (handedIn.Count != materials.Count)
            return MaterialRepeated;
        if (!handedIn.IsSubsetOf(item.Materials.Select(material => material.Code)))
            return MaterialUnknown;
        if (item.Materials.FirstOrDefault(m => m.Required && !handedIn.Contains(m.Code)) is { } missing)
            return MaterialMissing(missing.Code);
        return new CaseEvent.Submitted(number, item.Code, item.Agency, item.Region, today, application, materials)
        {
            CoApplicants = others is { Count: > 0 } ? others : null,
            AsksConsent = others is { Count: > 0 } ? true : null,
        };
    }

    /// <param name="officer">Who accepts, and has the case from then on.</param>
    public static Decision<CaseEvent> Accept(
        Case @case, ServiceItem item, WorkingDayCalendar calendar, string officer, DateOnly today) =>
        @case.Status is CaseStatus.Submitted
            ? new CaseEvent.AcceptedBy(
                today,
                calendar.AddWorkingDays(today, item.PromisedDays),
                calendar.AddWorkingDays(today, item.LegalDays),
                calendar.Version,
                officer)
            : NotAwaitingAcceptance;

    /// <summary>Gives the case to another officer. Whether they hold the duty is for the directory to say.</summary>
    public static Decision<CaseEvent> Assign(Case @case, string officer, Remark reason, DateOnly today)
    {
        if (!@case.IsLive)
            return AlreadyClosed;
        return @case.Officer == officer ? AlreadyAssigned : new CaseEvent.Assigned(today, officer, ToApplicant(@case, reason));
    }

    public static Decision<CaseEvent> Refuse(Case @case, Remark reason, DateOnly today) =>
        @case.Status is CaseStatus.Submitted
            ? new CaseEvent.Refused(today, ToApplicant(@case, reason))
            : NotAwaitingAcceptance;

    public static Decision<CaseEvent> Approve(Case @case, DateOnly today) =>
        @case.Status is not CaseStatus.Accepted ? NotUnderReview
        : RefuseGrant(@case) is { } refusal ? refusal
        : new CaseEvent.Approved(today);

    public static Decision<CaseEvent> Reject(Case @case, Remark reason, DateOnly today) =>
        @case.Status is CaseStatus.Accepted
            ? new CaseEvent.Rejected(today, ToApplicant(@case, reason))
            : NotUnderReview;

    public static Decision<CaseEvent> IssueLicence(Case @case, ServiceItem item, LicenceIdentifier licence, DateOnly today) =>
        RefuseLicence(@case, item) is { } refusal ? refusal : new CaseEvent.LicenceIssued(today, licence);

    /// <summary>Why there is no licence to be minted for it now; null where there is.</summary>
    public static Refusal? RefuseLicence(Case @case, ServiceItem item) =>
        item.Result is null ? HasNoLicence : @case.Status is CaseStatus.Approved ? null : NotApproved;

    public static Decision<CaseEvent> Withdraw(Case @case, DateOnly today) =>
        @case.Status is CaseStatus.Submitted or CaseStatus.Accepted ? new CaseEvent.Withdrawn(today) : AlreadyDecided;

    /// <summary>While the case is open, one at a time.</summary>
    /// <param name="without">Those named with the applicant, without whom they would go on: nobody who has consented.</param>
    public static Decision<CaseEvent> RequestCorrection(
        Case @case, Personal<Application> wanted, DateOnly today, IReadOnlyList<SubjectTag>? without = null) =>
        !@case.IsLive ? AlreadyClosed
        : @case.Wanted is not null ? CorrectionPending
        : RefuseWithout(@case, without ?? []) is { } refusal ? refusal
        : new CaseEvent.CorrectionRequested(today, wanted) { Without = without is { Count: > 0 } ? without : null };

    /// <summary>Whoever was to be left out and has consented meanwhile stands against it.</summary>
    public static Decision<CaseEvent> Correct(Case @case, DateOnly today) =>
        !@case.IsLive ? AlreadyClosed
        : @case.Wanted is not { } wanted ? CorrectionNotPending
        : RefuseWithout(@case, @case.Without) is { } refusal ? refusal
        : new CaseEvent.Corrected(today, wanted) { Without = @case.Without.Count > 0 ? @case.Without : null };

    public static Decision<CaseEvent> RefuseCorrection(Case @case, Remark reason, DateOnly today) =>
        !@case.IsLive ? AlreadyClosed
        : @case.Wanted is null ? CorrectionNotPending
        : new CaseEvent.CorrectionRefused(today, ToApplicant(@case, reason));

    /// <summary>The kind of closing follows from the state; nobody can close an approved case without its licence.</summary>
    public static Decision<CaseEvent> Close(Case @case, ServiceItem item, DateOnly today) => @case.Status switch
    {
        CaseStatus.LicenceIssued => new CaseEvent.Closed(today, ClosingKind.LicenceIssued),
        CaseStatus.Refused or CaseStatus.Rejected => new CaseEvent.Closed(today, ClosingKind.Returned),
        CaseStatus.Withdrawn => new CaseEvent.Closed(today, ClosingKind.Voided),
        CaseStatus.Approved when item.Result is null => new CaseEvent.Closed(today, ClosingKind.Completed),
        CaseStatus.Approved => LicenceOutstanding,
        CaseStatus.Closed => AlreadyClosed,
        _ => NotDecided,
    };

    private static Personal<Remark> ToApplicant(Case @case, Remark reason) =>
        Personal<Remark>.Of(@case.Application.Subject, reason);
}
