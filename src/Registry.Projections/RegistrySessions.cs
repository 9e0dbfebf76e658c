using Marten;
using Marten.Services;
using Registry.Domain.Signatures;
using Registry.Projections.Access;
using Registry.Projections.Keys;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Projections;

/// <summary>
/// The only way to a session that writes: it knows who acts and why, and seals every event it saves.
/// </summary>
public sealed class RegistrySessions(
    IDocumentStore store, TenantLogs logs, AgencySigners signers, SubjectVault vault, string schema)
{
    /// <param name="founding">The authority's first key while it is being registered.</param>
    public IDocumentSession Open(string tenant, Act act, ISigner? founding = null)
    {
        var session = Open(tenant, founding);
        session.LastModifiedBy = act.Actor.Id;
        session.CorrelationId = act.Correlation;
        act.AttachTo(session);
        return session;
    }

    /// <summary>For events of several people in one save: each carries its own <see cref="EventMeta"/>.</summary>
    public IDocumentSession OpenForSeveral(string tenant) => Open(tenant, founding: null);

    /// <summary>Counts the accesses to people's data in the tenant's log.</summary>
    internal AccessNumbers Numbers(string tenant) => new(logs.Of(tenant), vault, schema);

    private IDocumentSession Open(string tenant, ISigner? founding)
    {
        var options = new SessionOptions { TenantId = tenant, Tracking = DocumentTracking.None };
        options.ListenAt(new EventSealer(logs.Of(tenant), signers, founding, vault, Numbers(tenant), schema));
#pragma warning disable RS0030 // the one place that opens a writing session, with its sealer
        return store.OpenSession(options);
#pragma warning restore RS0030
    }

    public IQuerySession Query(string tenant) => store.QuerySession(tenant);
}
