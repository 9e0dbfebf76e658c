using Registry.Domain.Licences;
using Registry.Domain.Sharing;

namespace Registry.Domain.Access;

// On another agency's licences, under a grant.
public static partial class AccessPolicy
{
    public static readonly Refusal SharingNotOpen = new("access-sharing-not-open");

    // For officers with a duty in the agency that was granted it, whichever of these duties it is: the grant says what for.
    private static AccessRuling UnderGrant(Actor actor, Standing standing, SharedSight shared, Licence licence) =>
        shared.Grant is { } grant && shared.Covers(licence) && RefuseDuty(actor, standing) is null
            ? Grant(Ground.Sharing(SharingBases.TextOf(grant.Basis), shared.Step), shared.Fields)
            : Deny(shared.Step, SharingNotOpen);

    // Which licences of the grant's somebody has, for whoever may then read them.
    private static AccessRuling OnExistence(Actor actor, Standing standing, SharedSight shared) =>
        shared.Grant is { } grant && RefuseDuty(actor, standing) is null
            ? Grant(Ground.Sharing(SharingBases.TextOf(grant.Basis), shared.Step), [FieldTable.Existence])
            : Deny(shared.Step, SharingNotOpen);
}
