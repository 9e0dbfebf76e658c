using Marten;
using Registry.Api.Authorities;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.Issuers;

/// <summary>
/// Gives the authority its licence authority's key, that of its verify service and the one for receipts of verifications, and
/// each agency that may issue by the catalogue of licence types its credential key. Running it again adds only what is new.
/// </summary>
internal sealed class EstablishIssuers(RegistrySessions sessions, KeyCustody keys)
{
    public async Task RunAsync(RegionCode authority)
    {
        var tenant = authority.Value;
        await keys.EnsureAsync(tenant, KeyOwner.OfLicenceAuthority(authority), Es256.Name);
        await keys.EnsureAsync(tenant, KeyOwner.OfVerifier(authority), Es256.Name);
        await keys.EnsureAsync(tenant, KeyOwner.OfReceipts(authority), Es256.Name);
        foreach (var agency in await IssuingAsync(authority))
            await keys.EnsureAsync(tenant, KeyOwner.OfCredentials(agency), Es256.Name);
    }

    private async Task<IEnumerable<Uscc>> IssuingAsync(RegionCode authority)
    {
        await using var session = sessions.Query(authority.Value);
        var types = await session.Query<LicenceTypeCard>().ToListAsync();
        var directory = await session.Events.AggregateStreamAsync<AuthorityDirectory>(DirectoryId.Of(authority).Value)
            ?? throw new InvalidOperationException("The authority is not established.");
        // Licences go on by the version that they were issued under.
        var issuers = types.SelectMany(type => type.Versions).Select(version => version.Definition.Issuers).ToList();
        return directory.Agencies.Values.Where(agency => issuers.Any(one => one.Include(agency.Code, agency.Region)))
            .Select(agency => agency.Code).OrderBy(agency => agency.Value, StringComparer.Ordinal);
    }
}
