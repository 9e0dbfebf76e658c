using Registry.Domain.Cases;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

/// <summary>
/// Who may see which personal data. Denied unless a rule here grants it; the ground comes from the session and the
/// state of the case or licence, never from a request.
/// </summary>
public static class AccessPolicy
{
    public static readonly Refusal NotYours = new("access-not-granted");
    public static readonly Refusal CaseClosed = new("access-case-closed");
    public static readonly Refusal FieldNotNeeded = new("access-field-not-needed");

    public static AccessRuling OnCase(Actor actor, Case @case)
    {
        var step = $"case/{@case.Id}/{@case.Status}";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject == @case.Application.Subject => Grant(Ground.OwnRequest(step)),
            Role.Caseworker or Role.IssuingOfficer when actor.Serves(@case.Agency, @case.Region) =>
                @case.IsLive ? Grant(Ground.CaseHandling(step)) : Deny(step, CaseClosed),
            Role.Auditor => Grant(Ground.Audit(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>On what the face of the licence takes over from the case, for the issuing officer who mints it.</summary>
    public static AccessRuling ToMint(Actor actor, Case @case)
    {
        var handling = OnCase(actor, @case);
        return handling.Refusal is null ? Grant(Ground.LicenceMinting(handling.Ground.Step!)) : handling;
    }

    /// <summary>On the whole of one field that the handling of a case shows masked: only where the case's step needs it.</summary>
    public static AccessRuling OnField(Actor actor, Case @case, string field)
    {
        var handling = OnCase(actor, @case);
        if (handling.Refusal is not null)
            return handling;
        return handling.ViewOf(field) is FieldView.Masked && handling.Ground.Purpose == Purpose.CaseHandling
            && FieldTable.NeedOf(@case.Status, field) is { } need
            ? new(handling.Ground, [field], Refusal: null, need)
            : Deny(handling.Ground.Step!, FieldNotNeeded);
    }

    public static AccessRuling OnLicence(Actor actor, Licence licence)
    {
        var step = $"licence/{licence.Id}/{licence.Status}";
        return actor.Role switch
        {
            Role.Citizen when actor.Subject == licence.Face.Subject => Grant(Ground.OwnRequest(step)),
            Role.IssuingOfficer when actor.Agency == licence.Issuer =>
                Grant(Ground.LicenceAdministration(step)),
            Role.Verifier => Grant(Ground.Verification(step)),
            Role.Auditor => Grant(Ground.Audit(step)),
            _ => Deny(step, NotYours),
        };
    }

    /// <summary>On entries of the log, personal values sealed.</summary>
    /// <param name="subject">The asker, where the entries name them; null where they do not: then only an audit needs them.</param>
    public static AccessRuling OnHistory(Actor actor, SubjectTag? subject, string step) => actor.Role switch
    {
        Role.Citizen when subject is not null && actor.Subject == subject => Grant(Ground.OwnRequest(step), [FieldTable.History]),
        Role.Auditor => Grant(Ground.Audit(step), [FieldTable.History]),
        Role.Platform => Grant(Ground.Administration(), [FieldTable.History]),
        _ => Deny(step, NotYours),
    };

    private static AccessRuling Grant(Ground ground) => Grant(ground, FieldTable.Of(ground.Purpose));

    private static AccessRuling Grant(Ground ground, IReadOnlyList<string> fields) => new(ground, fields, Refusal: null);

    private static AccessRuling Deny(string step, Refusal refusal) => new(Ground.Absent(step), [], refusal);
}
