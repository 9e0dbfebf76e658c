using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Erasures;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Api.Commands;

/// <summary>
/// The one place that says whose cases and licences a caller may change, and on what ground. Null looks like absence.
/// </summary>
internal static class Authority
{
    /// <summary>An officer whose case and step it is, and who holds the duty now.</summary>
    public static Func<Case, Task<Ground?>> OverCase(Caller caller) => async @case =>
        AccessPolicy.RefuseOffice(caller.Actor, await caller.StandingAsync(), @case) is null
            ? Ground.CaseHandling(StepOf(@case))
            : null;

    /// <summary>An officer who holds the duty in the case's agency and area now, whoever has the case.</summary>
    public static Func<Case, Task<Ground?>> OverColleaguesCase(Caller caller) => async @case =>
        AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync(), @case) is null
            ? Ground.CaseHandling(StepOf(@case))
            : null;

    /// <summary>A supervisor of the case's agency and area, now.</summary>
    public static Func<Case, Task<Ground?>> OverSupervisedCase(Caller caller) => async @case =>
        AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync(), @case) is null
            ? Ground.CaseSupervision(StepOf(@case))
            : null;

    /// <summary>The applicant.</summary>
    public static Func<Case, Task<Ground?>> OverOwnCase(Caller caller) => @case => Task.FromResult(
        caller.Actor.Subject == @case.Application.Subject ? Ground.OwnRequest(StepOf(@case)) : null);

    /// <summary>One with whom the applicant applies, or who may act for them and names the delegation: never about anybody else.</summary>
    /// <param name="who">The caller, or the principal of a delegation that covers it.</param>
    public static Func<Case, Task<Ground?>> OverOwnPart(Caller caller, SubjectTag who) => async @case =>
        @case.CoApplicants.Any(one => one.Subject == who)
            ? (await caller.StandingAsync()).Mandate is { } mandate ? Ground.HolderDelegation(mandate.Step) : Ground.OwnRequest(StepOf(@case))
            : null;

    /// <summary>The authority itself erases, not an agency.</summary>
    public static Func<Erasure, Task<Ground?>> OverErasure(Caller caller) => erasure => Task.FromResult(
        caller.Actor.Role is Role.Administrator ? Ground.Erasure($"erasure/{erasure.Id}/{erasure.Status}") : null);

    /// <summary>The person whose data it is.</summary>
    public static Func<Erasure, Task<Ground?>> OverOwnErasure(Caller caller) => erasure => Task.FromResult(
        caller.Actor.Subject == erasure.Subject ? Ground.Erasure($"erasure/{erasure.Id}/{erasure.Status}") : null);

    /// <summary>An officer of the agency that issued the licence, who holds the duty now.</summary>
    public static Func<Licence, Task<Ground?>> OverLicence(Caller caller) => async licence =>
        caller.Actor.Agency == licence.Issuer
        && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.LicenceAdministration($"licence/{licence.Id}/{licence.Status}")
            : null;

    /// <summary>An officer of the agency that the licence is on its way to, who holds the duty now.</summary>
    public static Func<Licence, Task<Ground?>> OverArrivingLicence(Caller caller) => async licence =>
        licence.Receiver is { } receiver && caller.Actor.Agency == receiver
        && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.LicenceAdministration($"licence/{licence.Id}/{licence.Status}")
            : null;

    /// <summary>Who gave the delegation, or who has it.</summary>
    public static Func<Delegation, Task<Ground?>> OverDelegation(Caller caller) => delegation => Task.FromResult(
        caller.Actor.Subject is { } subject && (subject == delegation.Principal.Subject || subject == delegation.Delegate)
            ? Ground.OwnRequest($"delegation/{delegation.Id}")
            : null);

    /// <summary>Supervisor or data-protection officer of the agency and area, now.</summary>
    public static Func<Emergency, Task<Ground?>> OverEmergency(Caller caller) => async emergency =>
        caller.Actor.Serves(emergency.Agency, emergency.Region)
        && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.BreakGlass($"emergency/{emergency.Id}")
            : null;

    /// <summary>As above, or the officer whose access it is: giving it up needs no duty.</summary>
    public static Func<Emergency, Task<Ground?>> OverEmergencyToEnd(Caller caller) => async emergency =>
        caller.Actor.Id == emergency.Officer && caller.Actor.Agency == emergency.Agency
            ? Ground.BreakGlass($"emergency/{emergency.Id}")
            : caller.Actor.Role is Role.Supervisor or Role.DataProtectionOfficer ? await OverEmergency(caller)(emergency) : null;

    /// <summary>Who may answer it, now.</summary>
    public static Func<Objection, Task<Ground?>> OverObjection(Caller caller) => async objection =>
        AccessPolicy.RefuseAnswering(caller.Actor, objection, await caller.StandingAsync()) is null
            ? Ground.ObjectionHandling($"objection/{objection.Id}")
            : null;

    /// <summary>The person who objects.</summary>
    public static Func<Objection, Task<Ground?>> OverOwnObjection(Caller caller) => objection => Task.FromResult(
        caller.Actor.Subject == objection.Subject ? Ground.OwnRequest($"objection/{objection.Id}") : null);

    /// <summary>An auditor of the authority, or the data-protection officer of the agency whose officer it is about, now.</summary>
    public static Func<Finding, Task<Ground?>> OverFinding(Caller caller) => async finding =>
        AccessPolicy.OnLooks(
            caller.Actor, await caller.StandingAsync(), finding.Agency, $"finding/{finding.Id}", FieldTable.Looks) is { Refusal: null } ruling
            ? ruling.Ground
            : null;

    /// <summary>Rules are an auditor's or an administrator's; the role is the route's business.</summary>
    public static Ground OfAuditRule(Caller caller, AuditRuleId id) =>
        caller.Actor.Role is Role.Auditor ? Ground.Audit($"audit-rule/{id}") : Ground.Administration();

    /// <summary>An officer or supervisor of the authority that asked for it, now.</summary>
    public static Func<CovertInquiry, Task<Ground?>> OverCovertInquiry(Caller caller) => async inquiry =>
        caller.Actor.Agency == inquiry.Agency && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.CovertInquiry(AuthorityClasses.BasisOf(inquiry.Class), Ground.CovertStep + inquiry.Id)
            : null;

    /// <summary>An officer or supervisor of the agency whose licences they are, now.</summary>
    public static Func<SharingGrant, Task<Ground?>> OverSharingGrant(Caller caller) => async grant =>
        caller.Actor.Agency == grant.Owner && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.LicenceAdministration(SharedSight.StepStart + grant.Id)
            : null;

    /// <summary>An officer of the agency whose licences they are, who holds the duty now.</summary>
    public static Func<LicenceBatch, Task<Ground?>> OverLicenceBatch(Caller caller) => async batch =>
        caller.Actor.Agency == batch.Agency && AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null
            ? Ground.LicenceAdministration(batch.Step)
            : null;

    private static string StepOf(Case @case) => $"case/{@case.Id}/{@case.Status}";
}
