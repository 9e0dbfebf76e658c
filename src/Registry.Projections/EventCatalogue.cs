using JasperFx.Events;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Items;
using Registry.Domain.Keys;
using Registry.Domain.Licences;

namespace Registry.Projections;

/// <summary>
/// Every event with the name it is stored and signed under. A shipped name or shape never changes: a new shape is a new
/// version with an upcast. Every event here is a leaf of the log.
/// </summary>
public static class EventCatalogue
{
    public static readonly IReadOnlyDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(DirectoryEvent.AuthorityEstablished)] = "authority_established.v1",
        [typeof(DirectoryEvent.RegionAdded)] = "region_added.v1",
        [typeof(DirectoryEvent.AgencyAdded)] = "agency_added.v1",
        [typeof(SigningKeyEvent.Registered)] = "signing_key_registered.v1",
        [typeof(ServiceItemEvent.Published)] = "service_item_published.v1",
        [typeof(ServiceItemEvent.Withdrawn)] = "service_item_withdrawn.v1",
        [typeof(CaseEvent.Submitted)] = "case_submitted.v1",
        [typeof(CaseEvent.Accepted)] = "case_accepted.v1",
        [typeof(CaseEvent.Refused)] = "case_refused.v1",
        [typeof(CaseEvent.Approved)] = "case_approved.v1",
        [typeof(CaseEvent.Rejected)] = "case_rejected.v1",
        [typeof(CaseEvent.LicenceIssued)] = "case_licence_issued.v1",
        [typeof(CaseEvent.Withdrawn)] = "case_withdrawn.v1",
        [typeof(CaseEvent.Closed)] = "case_closed.v1",
        [typeof(LicenceEvent.Minted)] = "licence_minted.v1",
        [typeof(LicenceEvent.Imported)] = "licence_imported.v1",
        [typeof(LicenceEvent.Renewed)] = "licence_renewed.v1",
        [typeof(LicenceEvent.Changed)] = "licence_changed.v1",
        [typeof(LicenceEvent.Suspended)] = "licence_suspended.v1",
        [typeof(LicenceEvent.Restored)] = "licence_restored.v1",
        [typeof(LicenceEvent.Revoked)] = "licence_revoked.v1",
        [typeof(LicenceEvent.Cancelled)] = "licence_cancelled.v1",
        [typeof(AccessEvent.Disclosed)] = "access_disclosed.v1",
        [typeof(AccessEvent.Refused)] = "access_refused.v1",
    };

    internal static void Map(Marten.Events.IEventStoreOptions events)
    {
        foreach (var (type, name) in Names)
            events.MapEventType(type, name);
    }

    /// <summary>
    /// Names every event of one kind to a projection. The daemon filters by exact type: naming only the base would let
    /// every event of the store through (measured on 9.58).
    /// </summary>
    internal static void Include<TEvent>(Action<Type> include)
    {
        foreach (var type in Names.Keys.Where(typeof(TEvent).IsAssignableFrom))
            include(type);
    }

    /// <summary>The name an event is signed under. Throws for one that is not in the catalogue: it must not be saved.</summary>
    public static string NameOf(IEvent fact) =>
        Names.TryGetValue(fact.Data.GetType(), out var name)
            ? name
            : throw new InvalidOperationException($"{fact.Data.GetType()} is not in the event catalogue.");
}
