using System.Collections.Immutable;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Directory;

/// <summary>The regions (city, county, township, village) and agencies of one registry authority.</summary>
public sealed record AuthorityDirectory(
    DirectoryId Id, RegionCode Authority, ImmutableDictionary<RegionCode, Region> Regions,
    ImmutableDictionary<Uscc, Agency> Agencies)
{
    public static AuthorityDirectory Evolve(AuthorityDirectory? state, DirectoryId id, DirectoryEvent fact) =>
        (state, fact) switch
        {
            (null, DirectoryEvent.AuthorityEstablished a) => new(
                id, a.Code,
                ImmutableDictionary<RegionCode, Region>.Empty.Add(a.Code, new(a.Code, a.Name)),
                ImmutableDictionary<Uscc, Agency>.Empty),
            ({ } d, DirectoryEvent.RegionAdded r) => d with { Regions = d.Regions.SetItem(r.Code, new(r.Code, r.Name)) },
            ({ } d, DirectoryEvent.AgencyAdded a) => d with
            {
                Agencies = d.Agencies.SetItem(a.Code, new(a.Code, a.ShortName, a.Name, a.Region)),
            },
            ({ } d, DirectoryEvent.AgencyEmpowered e) => d.Agencies.TryGetValue(e.Agency, out var agency)
                ? d with { Agencies = d.Agencies.SetItem(e.Agency, agency with { Class = e.Class }) }
                : d,
            _ => throw new CorruptStreamException(id.ToString(), state?.Authority.ToString(), fact.GetType().Name),
        };
}
