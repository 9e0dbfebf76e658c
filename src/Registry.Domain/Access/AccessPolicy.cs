using Registry.Domain.Cases;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

/// <summary>Leave to see the named fields on a ground, or a refusal.</summary>
public sealed record AccessRuling(Ground Ground, IReadOnlyList<string> Fields, Refusal? Refusal)
{
    public bool Allows(string field) => Refusal is null && Fields.Contains(field);
}

/// <summary>
/// Who may see which personal data. Denied unless a rule here grants it; the ground comes from the session and the
/// state of the case or licence, never from a request.
/// </summary>
public static class AccessPolicy
{
    public const string HolderName = "holder.name";
    public const string HolderCode = "holder.code";
    public const string Phone = "phone";
    public const string Form = "form";
    public const string Remarks = "remarks";

    /// <summary>The events themselves, personal values sealed.</summary>
    public const string History = "history";

    public static readonly Refusal NotYours = new("access-not-granted");
    public static readonly Refusal CaseClosed = new("access-case-closed");

    private static readonly string[] Everything = [HolderName, HolderCode, Phone, Form, Remarks];

    public static AccessRuling OnCase(Actor actor, Case @case)
    {
        var step = $"case/{@case.Id}/{@case.Status}";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject == @case.Application.Subject => Grant(Ground.OwnRequest(step), Everything),
            Role.Caseworker or Role.IssuingOfficer when actor.Serves(@case.Agency, @case.Region) =>
                @case.IsLive ? Grant(Ground.CaseHandling(step), Everything) : Deny(step, CaseClosed),
            Role.Auditor => Grant(Ground.Audit(step), Everything),
            _ => Deny(step, NotYours),
        };
    }

    public static AccessRuling OnLicence(Actor actor, Licence licence)
    {
        var step = $"licence/{licence.Id}/{licence.Status}";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject == licence.Face.Subject => Grant(Ground.OwnRequest(step), Everything),
            Role.IssuingOfficer when actor.Agency == licence.Issuer =>
                Grant(Ground.LicenceAdministration(step), Everything),
            // A verifier has the licence presented: the name on it is compared, the holder's code is not needed for that.
            Role.Verifier => Grant(Ground.Verification(step), [HolderName]),
            Role.Auditor => Grant(Ground.Audit(step), Everything),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>On entries of the log, personal values sealed.</summary>
    /// <param name="subject">The asker, where the entries name them; null where they do not: then only an audit needs them.</param>
    public static AccessRuling OnHistory(Actor actor, SubjectTag? subject, string step) => actor.Role switch
    {
        Role.Citizen when subject is not null && actor.Subject == subject => Grant(Ground.OwnRequest(step), [History]),
        Role.Auditor => Grant(Ground.Audit(step), [History]),
        Role.Platform => Grant(Ground.Administration(), [History]),
        _ => Deny(step, NotYours),
    };

    private static AccessRuling Grant(Ground ground, string[] fields) => new(ground, fields, Refusal: null);

    private static AccessRuling Deny(string step, Refusal refusal) => new(Ground.Absent(step), [], refusal);
}
