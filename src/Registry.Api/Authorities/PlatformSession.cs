using Marten;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Authorities;

/// <summary>Sessions in which the platform itself acts: the directory, the service items and the keys.</summary>
internal static class PlatformSession
{
    /// <param name="founding">Signs the registration of the authority's first key.</param>
    /// <param name="ground">Why; else administering the platform.</param>
    public static IDocumentSession Open(
        RegistrySessions sessions, string tenant, ISigner? founding = null, Ground? ground = null) => sessions.Open(
        tenant,
        new Act(new Actor("platform", Role.Platform, Agency: null, RegionCode.Parse(tenant), Subject: null), correlation: null)
        {
            Ground = ground ?? Ground.Administration(),
        },
        founding);
}
