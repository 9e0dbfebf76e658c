using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Projections;

namespace Registry.Api.LicenceTypes;

/// <summary>What minting and changing ask the catalogue.</summary>
internal sealed class LicenceTypeCatalogue(RegistrySessions sessions)
{
    /// <summary>The type with all its versions; null where nobody ever drafted it.</summary>
    public async Task<LicenceType?> OfAsync(string tenant, LicenceTypeCode code)
    {
        await using var session = sessions.Query(tenant);
        return await session.Events.AggregateStreamAsync<LicenceType>(LicenceTypeId.Of(code).Value);
    }

    /// <summary>The area that an agency serves; an agency of the directory always has one.</summary>
    public async Task<RegionCode> RegionOfAsync(string tenant, Uscc agency)
    {
        await using var session = sessions.Query(tenant);
        var directory = await session.Events.AggregateStreamAsync<AuthorityDirectory>(DirectoryId.Of(RegionCode.Parse(tenant)).Value)
            ?? throw new InvalidOperationException("The authority is not established.");
        return directory.Agencies[agency].Region;
    }
}
