using Registry.Domain.Cases;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

/// <summary>
/// Who may see which personal data. Denied unless a rule here grants it; the ground comes from the session and the
/// state of the case or licence, never from a request.
/// </summary>
public static partial class AccessPolicy
{
    public static readonly Refusal NotYours = new("access-not-granted");
    public static readonly Refusal DelegationNotValid = new("access-delegation-not-valid");
    public static readonly Refusal EmergencyNotOpen = new("access-emergency-not-open");
    public static readonly Refusal CovertNotOpen = new("access-covert-not-open");
    public static readonly Refusal DutyNotHeld = new("access-duty-not-held");
    public static readonly Refusal NotAssigned = new("access-not-assigned");
    public static readonly Refusal NotYourStep = new("access-not-your-step");
    public static readonly Refusal CaseClosed = new("access-case-closed");
    public static readonly Refusal ObjectionClosed = new("access-objection-closed");
    public static readonly Refusal FieldNotNeeded = new("access-field-not-needed");
    public static readonly Refusal NothingThere = new("access-nothing-there");

    /// <param name="standing">What the directory says of the actor now; without it officers see nothing.</param>
    public static AccessRuling OnCase(Actor actor, Case @case, Standing? standing = null)
    {
        var step = $"case/{@case.Id}/{@case.Status}";
        return actor.Role switch
        {
            Role.Citizen when standing?.Mandate is { } mandate =>
                OnBehalf(mandate, @case.Applicants, DelegatedPurpose.ReadCases),
            Role.Citizen when actor.Subject == @case.Application.Subject => Grant(Ground.OwnRequest(step)),
            Role.Citizen when actor.Subject is { } self && @case.Applicants.Contains(self) => WithOthers(step),
            Role.Investigator when standing?.Covert is { } covert => InSecret(actor, standing, covert, [@case.Application.Subject]),
            Role.Caseworker or Role.IssuingOfficer when standing?.Glass is { } glass => InEmergency(actor, standing, glass, @case),
            Role.Caseworker or Role.IssuingOfficer or Role.Supervisor when RefuseOffice(actor, standing, @case) is { } refusal =>
                Deny(step, refusal),
            Role.Caseworker or Role.IssuingOfficer or Role.Supervisor when !@case.IsLive => Deny(step, CaseClosed),
            Role.Caseworker or Role.IssuingOfficer => Grant(Ground.CaseHandling(step)),
            Role.Supervisor => Grant(Ground.CaseSupervision(step)),
            Role.Auditor => Grant(Ground.Audit(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>
    /// Why an officer has no office over a case; null for one who has. The duty must be held now, in the case's agency and area. A
    /// caseworker's case is the one assigned to them, or one that nobody has yet; an issuing officer's step comes after the approval.
    /// </summary>
    public static Refusal? RefuseOffice(Actor actor, Standing? standing, Case @case) =>
        RefuseDuty(actor, standing, @case) is { } refusal ? refusal
        : actor.Role is Role.Caseworker && @case.Officer is { } assigned && assigned != actor.Id ? NotAssigned
        : actor.Role is Role.IssuingOfficer && @case.Status is not (CaseStatus.Approved or CaseStatus.LicenceIssued or CaseStatus.Closed)
            ? NotYourStep
        : null;

    /// <summary>As above, whoever has the case.</summary>
    public static Refusal? RefuseDuty(Actor actor, Standing? standing, Case @case)
    {
        if (!actor.Serves(@case.Agency, @case.Region) || DutyOf(actor.Role) is not { } duty)
            return NotYours;
        return standing?.Holds(duty, @case.Agency, @case.Region) == true ? null : DutyNotHeld;
    }

    /// <summary>The duty that acting in a role over licences needs, in the agency that acts.</summary>
    public static Refusal? RefuseDuty(Actor actor, Standing? standing) =>
        actor.Agency is { } agency && DutyOf(actor.Role) is { } duty && standing?.Holds(duty, agency) == true ? null : DutyNotHeld;

    // Released for that officer, that case and some minutes; whoever has been suspended since is out.
    private static AccessRuling InEmergency(Actor actor, Standing standing, GlassBreak glass, Case @case) =>
        glass.Case == @case.Id && actor.Agency == @case.Agency && RefuseDuty(actor, standing) is null
            ? Grant(Ground.BreakGlass(glass.Step))
            : Deny(glass.Step, EmergencyNotOpen);

    // About one person, for the officer who asked for it; nothing else is theirs to see.
    private static AccessRuling InSecret(Actor actor, Standing standing, CovertSight covert, IReadOnlyList<SubjectTag> people)
    {
        var subject = covert.Subject is { } about && people.Contains(about) ? about : people[0];
        var ground = Ground.CovertInquiry(AuthorityClasses.BasisOf(covert.Class), covert.StepFor(subject));
        return covert.Covers(subject) && RefuseDuty(actor, standing) is null ? Grant(ground) : Deny(ground.Step!, CovertNotOpen);
    }

    private static DutyKind? DutyOf(Role role) => role switch
    {
        Role.Caseworker => DutyKind.CaseHandling,
        Role.IssuingOfficer => DutyKind.LicenceIssuing,
        Role.Verifier => DutyKind.Verification,
        Role.Supervisor => DutyKind.Supervision,
        Role.DataProtectionOfficer => DutyKind.DataProtection,
        Role.Investigator => DutyKind.Investigation,
        Role.System => DutyKind.SharedAccess,
        _ => null,
    };

    /// <summary>On what the face of the licence takes over from the case, for the issuing officer who mints it.</summary>
    public static AccessRuling ToMint(Actor actor, Case @case, Standing? standing)
    {
        var handling = OnCase(actor, @case, standing);
        return handling.Refusal is null ? Grant(Ground.LicenceMinting(handling.Ground.Step!)) : handling;
    }

    /// <summary>On the whole of one field that the handling of a case shows masked: only where the case's step needs it.</summary>
    public static AccessRuling OnField(Actor actor, Case @case, string field, Standing? standing)
    {
        var handling = OnCase(actor, @case, standing);
        if (handling.Refusal is not null)
            return handling;
        return handling.ViewOf(field) is FieldView.Masked && handling.Ground.Purpose == Purpose.CaseHandling
            && FieldTable.NeedOf(@case.Status, field) is { } need
            ? new(handling.Ground, [field], Refusal: null, need)
            : Deny(handling.Ground.Step!, FieldNotNeeded);
    }

    public static AccessRuling OnLicence(Actor actor, Licence licence, Standing? standing = null)
    {
        var step = $"licence/{licence.Id}/{licence.Status}";
        return actor.Role switch
        {
            Role.Citizen when standing?.Mandate is { } mandate =>
                OnBehalf(mandate, licence.Holders, DelegatedPurpose.ReadLicences),
            Role.Citizen when licence.IsHeldBy(actor.Subject) => Grant(Ground.OwnRequest(step)),
            Role.Investigator when standing?.Covert is { } covert => InSecret(actor, standing, covert, licence.Holders),
            Role.Caseworker or Role.IssuingOfficer or Role.Verifier or Role.System when standing?.Shared is { } shared =>
                UnderGrant(actor, standing, shared, licence),
            Role.IssuingOfficer when actor.Agency != licence.Issuer && (licence.Receiver is null || actor.Agency != licence.Receiver) =>
                Deny(step, NotYours),
            Role.IssuingOfficer or Role.Verifier when RefuseDuty(actor, standing) is { } refusal => Deny(step, refusal),
            Role.IssuingOfficer => Grant(Ground.LicenceAdministration(step)),
            Role.Verifier => Grant(Ground.Verification(step)),
            Role.Auditor => Grant(Ground.Audit(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>On the face that an agency's own licence takes over from one that is on its way to it, for the officer who accepts it.</summary>
    public static AccessRuling ToTransferIn(Actor actor, Licence licence, Standing? standing)
    {
        var step = $"licence/{licence.Id}/{licence.Status}";
        return actor.Role is not Role.IssuingOfficer || licence.Receiver is not { } receiver || actor.Agency != receiver ? Deny(step, NotYours)
            : RefuseDuty(actor, standing) is { } refusal ? Deny(step, refusal)
            : Grant(Ground.LicenceMinting(step));
    }

    /// <summary>
    /// On copies of a licence: for its holders and for officers of the agency that issued it. Not for a delegate: who may read a licence may
    /// not give it out in the holder's name.
    /// </summary>
    /// <param name="holders">The licence's; of one copy, whose it is.</param>
    public static AccessRuling OnCopies(Actor actor, LicenceId licence, IReadOnlyList<SubjectTag> holders, Uscc issuer, Standing? standing)
    {
        var step = $"licence/{licence}/copies";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject is { } self && holders.Contains(self) && standing?.Mandate is null => Grant(Ground.OwnRequest(step)),
            Role.IssuingOfficer when actor.Agency != issuer => Deny(step, NotYours),
            Role.IssuingOfficer => RefuseDuty(actor, standing) is { } refusal ? Deny(step, refusal) : Grant(Ground.LicenceAdministration(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>
    /// A credential has all that is on the licence, whole, and whoever carries it shows it as theirs: it is the holder's alone, and no
    /// delegation covers it.
    /// </summary>
    /// <param name="holder">Whose credential it is: of several holders each has their own.</param>
    public static AccessRuling OnCredential(Actor actor, LicenceId licence, SubjectTag holder) =>
        actor is { Role: Role.Citizen, Subject: { } self } && self == holder
            ? Grant(Ground.OwnRequest($"licence/{licence}"))
            : Deny($"licence/{licence}", NotYours);

    /// <summary>
    /// On that there is a licence, for an officer of the agency that issued it who offers it to its holder at the window. What is on it, and the
    /// credential, are the holder's, as above.
    /// </summary>
    public static AccessRuling ToOffer(Actor actor, Licence licence, Standing? standing)
    {
        var step = $"licence/{licence.Id}/window-offer";
        if (actor.Role is not Role.IssuingOfficer || actor.Agency != licence.Issuer)
            return Deny(step, NotYours);
        return RefuseDuty(actor, standing) is { } refusal ? Deny(step, refusal) : Grant(Ground.WindowOffer(step), [FieldTable.List]);
    }

    /// <summary>On what a holder showed to an officer from a wallet: for that officer alone, while they hold the duty.</summary>
    /// <param name="officer">Who asked for it.</param>
    /// <param name="fields">What was asked for and shown.</param>
    public static AccessRuling OnPresentation(
        Actor actor, Standing? standing, string officer, Uscc agency, LicenceId? licence, IReadOnlyList<string> fields)
    {
        var step = licence is null ? "presentation" : $"licence/{licence}/presentation";
        if (actor.Role is not Role.Verifier || actor.Id != officer || actor.Agency != agency)
            return Deny(step, NotYours);
        return RefuseDuty(actor, standing) is { } refusal ? Deny(step, refusal) : Grant(Ground.Presentation(step), fields);
    }

    /// <summary>On what is the principal's, for a delegate whose delegation covers that purpose now.</summary>
    public static AccessRuling OnBehalf(Mandate mandate, DelegatedPurpose purpose, IReadOnlyList<string> fields) =>
        mandate.Principal is { } principal && mandate.Covers(principal, purpose)
            ? Grant(Ground.HolderDelegation(mandate.Step), fields)
            : Deny(mandate.Step, DelegationNotValid);

    // The principal is one of them, or there is nothing to act for.
    private static AccessRuling OnBehalf(Mandate mandate, IReadOnlyList<SubjectTag> people, DelegatedPurpose purpose) =>
        people.Any(subject => mandate.Covers(subject, purpose))
            ? Grant(Ground.HolderDelegation(mandate.Step))
            : Deny(mandate.Step, DelegationNotValid);

    /// <summary>On who looked at a person's data, for a tracker that shows it to the viewer.</summary>
    /// <param name="mandate">What the person lets the viewer do; null where the viewer is the person, or is let do nothing.</param>
    public static AccessRuling OnUsage(Actor actor, SubjectTag viewer, SubjectTag person, Mandate? mandate) => actor.Role switch
    {
        Role.Tracker when viewer == person => Grant(Ground.DataTracker("findUsage"), [FieldTable.List]),
        Role.Tracker when mandate?.Covers(person, DelegatedPurpose.ReadAccesses) == true =>
            Grant(Ground.DataTracker(mandate.Step), [FieldTable.List]),
        Role.Tracker => Deny("findUsage", DelegationNotValid),
        _ => Deny("findUsage", NotYours),
    };

    /// <summary>On whether somebody is known to the officer's own agency, who must hold the duty now.</summary>
    /// <param name="people">Whom it is about; a covert inquiry is about one.</param>
    public static AccessRuling OnExistence(Actor actor, Standing? standing, IReadOnlyList<SubjectTag> people) => actor.Role switch
    {
        Role.Investigator when standing?.Covert is { } covert && people is [var person] =>
            InSecret(actor, standing, covert, [person]) is { Refusal: null } secret ? secret with { Fields = [FieldTable.Existence] }
            : InSecret(actor, standing, covert, [person]),
        Role.Caseworker or Role.IssuingOfficer or Role.System when standing?.Shared is { } shared => OnExistence(actor, standing, shared),
        Role.Caseworker or Role.IssuingOfficer when RefuseDuty(actor, standing) is { } refusal => Deny("subjects/search", refusal),
        Role.Caseworker => Grant(Ground.CaseHandling("subjects/search"), [FieldTable.Existence]),
        Role.IssuingOfficer => Grant(Ground.LicenceAdministration("subjects/search"), [FieldTable.Existence]),
        _ => Deny("subjects/search", NotYours),
    };

    /// <summary>
    /// On who looked at whom, or on what was said of it: an auditor everywhere, a data-protection officer in the own agency.
    /// </summary>
    /// <param name="agency">Whose officers'; null for those of no agency, and for everybody's.</param>
    /// <param name="field">What of it: <see cref="FieldTable.Looks"/> or <see cref="FieldTable.AuditNote"/>.</param>
    public static AccessRuling OnLooks(Actor actor, Standing? standing, Uscc? agency, string step, string field) => actor.Role switch
    {
        Role.Auditor => Grant(Ground.Audit(step), [field]),
        Role.DataProtectionOfficer when RefuseDuty(actor, standing) is { } refusal => Deny(step, refusal),
        Role.DataProtectionOfficer when agency == actor.Agency => Grant(Ground.ComplianceAudit(step), [field]),
        _ => Deny(step, NotYours),
    };

    /// <summary>On entries of the log, personal values sealed.</summary>
    /// <param name="subject">The asker, where the entries name them; null where they do not: then only an audit needs them.</param>
    public static AccessRuling OnHistory(Actor actor, SubjectTag? subject, string step) => actor.Role switch
    {
        Role.Citizen when subject is not null && actor.Subject == subject => Grant(Ground.OwnRequest(step), [FieldTable.History]),
        Role.Auditor => Grant(Ground.Audit(step), [FieldTable.History]),
        Role.Platform => Grant(Ground.Administration(), [FieldTable.History]),
        _ => Deny(step, NotYours),
    };

    /// <summary>
    /// On entries of the log that name the principal, for a delegate: of a case or licence what lets them read that, of the whole person every
    /// purpose of which the bundle shows something.
    /// </summary>
    /// <param name="subject">Whom the entries name; null where it is not the principal.</param>
    /// <param name="scope">As <see cref="Bundle.BundleScope.Kind"/> names it.</param>
    public static AccessRuling OnHistory(Mandate mandate, SubjectTag? subject, string scope)
    {
        DelegatedPurpose[] needed = scope switch
        {
            "case" => [DelegatedPurpose.ReadCases],
            "licence" => [DelegatedPurpose.ReadLicences],
            "person" =>
            [
                DelegatedPurpose.ReadCases, DelegatedPurpose.ReadLicences, DelegatedPurpose.ReadAccesses, DelegatedPurpose.ObjectToAccesses,
            ],
            _ => [],
        };
        return needed.Length > 0 && subject is { } principal && needed.All(purpose => mandate.Covers(principal, purpose))
            ? Grant(Ground.HolderDelegation(mandate.Step), [FieldTable.History])
            : Deny(mandate.Step, DelegationNotValid);
    }

    /// <summary>On what there is not. Refused and recorded as what is another's, so that nobody can tell the two apart.</summary>
    public static AccessRuling OnNothing(string step) => Deny(step, NothingThere);

    private static AccessRuling Grant(Ground ground) => Grant(ground, FieldTable.Of(ground.Purpose));

    private static AccessRuling Grant(Ground ground, IReadOnlyList<string> fields) => new(ground, fields, Refusal: null);

    private static AccessRuling Deny(string step, Refusal refusal) => new(Ground.Absent(step), [], refusal);
}
