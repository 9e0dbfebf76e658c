using Registry.Domain.Cases;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;

namespace Registry.Domain.Access;

// On what a batch opens, whose two officers stand for all of its licences.
public static partial class AccessPolicy
{
    /// <summary>On the face of a licence that a batch mints anew, for the platform that carries it out in the agency's name.</summary>
    public static AccessRuling ToReissue(Actor actor, LicenceBatch batch, Licence licence, DateOnly today) =>
        CarriesOut(actor, batch, today) && batch.Means(licence) ? Grant(Ground.LicenceReissue(batch.Step)) : Deny(batch.Step, NotYours);

    /// <summary>On what the face of a licence takes over from its case, for the platform likewise.</summary>
    public static AccessRuling ToMint(Actor actor, LicenceBatch batch, Case @case, DateOnly today) =>
        CarriesOut(actor, batch, today) && batch.Means(@case) ? Grant(Ground.LicenceMinting(batch.Step)) : Deny(batch.Step, NotYours);

    private static bool CarriesOut(Actor actor, LicenceBatch batch, DateOnly today) =>
        actor.Role is Role.Platform && actor.Agency == batch.Agency && batch.ApprovedOn is not null && !batch.IsOver(today);
}
