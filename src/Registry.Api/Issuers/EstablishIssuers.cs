using Marten;
using Registry.Api.Authorities;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Items;

namespace Registry.Api.Issuers;

/// <summary>
/// Gives the authority its licence authority's key, and each agency with a service item that leads to a licence its credential key.
/// Running it again adds only what is new.
/// </summary>
internal sealed class EstablishIssuers(RegistrySessions sessions, KeyCustody keys)
{
    public async Task RunAsync(RegionCode authority)
    {
        var tenant = authority.Value;
        await keys.EnsureAsync(tenant, KeyOwner.OfLicenceAuthority(authority), Es256.Name);
        foreach (var agency in await IssuingAsync(tenant))
            await keys.EnsureAsync(tenant, KeyOwner.OfCredentials(agency), Es256.Name);
    }

    private async Task<IEnumerable<Uscc>> IssuingAsync(string tenant)
    {
        await using var session = sessions.Query(tenant);
        var items = await session.Query<ItemCard>().Where(item => item.Result != null).ToListAsync();
        return items.Select(item => item.Agency).Distinct().OrderBy(agency => agency.Value, StringComparer.Ordinal);
    }
}
