using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Sharing;

namespace Registry.Domain.Access;

// On another agency's licences, under a grant.
public static partial class AccessPolicy
{
    public static readonly Refusal SharingNotOpen = new("access-sharing-not-open");

    /// <summary>The grant bounds a day's looks, and this would be one more.</summary>
    public static readonly Refusal SharingUsedUp = new("access-sharing-used-up");

    /// <summary>What becomes of leave under a grant of which today's looks are used up.</summary>
    public static AccessRuling UsedUp(AccessRuling leave)
    {
        ArgumentNullException.ThrowIfNull(leave);
        return Deny(leave.Ground.Step ?? "", SharingUsedUp);
    }

    // For officers and systems with a duty in the agency that was granted it, whichever of these duties it is: the grant says what for.
    private static AccessRuling UnderGrant(Actor actor, Standing standing, SharedSight shared, Licence licence) =>
        shared.Grant is { } grant && shared.Covers(licence) && RefuseDuty(actor, standing) is null
            ? Grant(Ground.Sharing(SharingBases.TextOf(grant.Basis), shared.Step), shared.Fields)
            : Deny(shared.Step, SharingNotOpen);

    /// <summary>
    /// On which licences of a type somebody has, for a system that names a sharing grant. What comes of it does not depend on the person.
    /// </summary>
    public static AccessRuling OnExistence(Actor actor, Standing standing, LicenceTypeCode type) => standing.Shared switch
    {
        { Grant: { } grant } shared when grant.Type != type => Deny(shared.Step, SharingNotOpen),
        { } shared => OnExistence(actor, standing, shared),
        null => Deny("subjects/search", NotYours),
    };

    /// <summary>On that there is a licence, whose holder shows its code to a system that names a sharing grant.</summary>
    public static AccessRuling OnShown(Actor actor, Licence licence, Standing standing)
    {
        var ruling = OnLicence(actor, licence, standing);
        return ruling.Refusal is null ? ruling with { Fields = [FieldTable.Existence] } : ruling;
    }

    // Which licences of the grant's somebody has, for whoever may then read them.
    private static AccessRuling OnExistence(Actor actor, Standing standing, SharedSight shared) =>
        shared.Grant is { } grant && RefuseDuty(actor, standing) is null
            ? Grant(Ground.Sharing(SharingBases.TextOf(grant.Basis), shared.Step), [FieldTable.Existence])
            : Deny(shared.Step, SharingNotOpen);
}
