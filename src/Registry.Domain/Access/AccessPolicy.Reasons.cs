using Registry.Domain.CovertInquiries;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Erasures;
using Registry.Domain.Objections;

namespace Registry.Domain.Access;

// On what people wrote: reasons, warrants, objections.
public static partial class AccessPolicy
{
    /// <summary>On why a person's data is to be erased: for the person, and, until it is decided, for the authority's officers.</summary>
    public static AccessRuling OnErasure(Actor actor, Erasure erasure)
    {
        var step = $"erasure/{erasure.Id}/{erasure.Status}";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject == erasure.Subject => Grant(Ground.OwnRequest(step), [FieldTable.Remarks]),
            Role.Administrator when erasure.IsOpen => Grant(Ground.Erasure(step), [FieldTable.Remarks]),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>
    /// On what a covert inquiry rests on, for the officer who asked for it and whoever may authorise it, until its day: then all that is
    /// to be judged is judged. The reading is under the inquiry, as its looks are.
    /// </summary>
    public static AccessRuling OnCovertInquiry(Actor actor, CovertInquiry inquiry, Standing? standing, DateOnly today)
    {
        var ground = Ground.CovertInquiry(AuthorityClasses.BasisOf(inquiry.Class), Ground.CovertStep + inquiry.Id);
        var concerned = actor.Role is Role.Supervisor || actor.Role is Role.Investigator && actor.Id == inquiry.Officer;
        return concerned && actor.Agency == inquiry.Agency && RefuseDuty(actor, standing) is null && !inquiry.IsReleased(today)
            ? Grant(ground, [FieldTable.Cause])
            : Deny(ground.Step!, CovertNotOpen);
    }

    /// <summary>On what a person objects to, for themselves and for those who may answer.</summary>
    public static AccessRuling OnObjection(Actor actor, Objection objection, Standing? standing)
    {
        var step = $"objection/{objection.Id}";
        return actor.Role switch
        {
            Role.Citizen when standing?.Mandate is { } mandate =>
                OnBehalf(mandate, [objection.Subject], DelegatedPurpose.ObjectToAccesses),
            Role.Citizen when actor.Subject == objection.Subject => Grant(Ground.OwnRequest(step)),
            Role.DataProtectionOfficer or Role.Administrator when RefuseAnswering(actor, objection, standing) is { } refusal =>
                Deny(step, refusal),
            Role.DataProtectionOfficer or Role.Administrator when !objection.IsOpen => Deny(step, ObjectionClosed),
            Role.DataProtectionOfficer or Role.Administrator => Grant(Ground.ObjectionHandling(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>
    /// Why somebody has no say in an objection; null for one who has: a data-protection officer of the agency whose officer looked,
    /// who holds the duty now, or the authority's administrator where who looked belongs to no agency, or to one in which nobody else holds
    /// that duty now. Never who looked.
    /// </summary>
    public static Refusal? RefuseAnswering(Actor actor, Objection objection, Standing? standing) =>
        actor.Id == objection.Officer ? ObjectionDecider.OfficerConcerned
        : actor.Role is Role.Administrator ? standing?.AnswersFor(objection.Agency, objection.Officer) == true ? null : NotYours
        : actor.Role is Role.DataProtectionOfficer && objection.Agency is { } agency && actor.Agency == agency ? RefuseDuty(actor, standing)
        : NotYours;
}
