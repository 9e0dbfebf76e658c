using Registry.Api.Authorities;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>What the operations on licences ask of the catalogue and the directory.</summary>
internal sealed class LicenceTypeCatalogue(ReferenceStreams references)
{
    /// <summary>The type with all its versions; null where nobody ever drafted it.</summary>
    public Task<LicenceType?> OfAsync(string tenant, LicenceTypeCode code) => references.TypeAsync(tenant, code);

    /// <summary>The area that an agency serves; an agency of the directory always has one.</summary>
    public async Task<RegionCode> RegionOfAsync(string tenant, Uscc agency) => (await DirectoryOfAsync(tenant)).Agencies[agency].Region;

    /// <summary>An agency's name in Chinese; its code where the directory does not have it, as with imported licences.</summary>
    public async Task<string> NameOfAsync(string tenant, Uscc agency) =>
        (await DirectoryOfAsync(tenant)).Agencies.GetValueOrDefault(agency)?.Name.Zh ?? agency.Value;

    /// <summary>Null where the directory does not have it.</summary>
    public async Task<Agency?> AgencyAsync(string tenant, Uscc agency) => (await DirectoryOfAsync(tenant)).Agencies.GetValueOrDefault(agency);

    private async Task<AuthorityDirectory> DirectoryOfAsync(string tenant) =>
        await references.DirectoryAsync(tenant) ?? throw new InvalidOperationException("The authority is not established.");
}
