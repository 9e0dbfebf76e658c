using Marten;
using Registry.Api.LicenceTypes;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections;
using Registry.Projections.Issuers;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.Issuers;

/// <summary>What an agency offers as credential issuer: each published version of the licence types that it may issue.</summary>
internal sealed class CredentialConfigurations(
    IssuerSigners issuers, CredentialTypes types, LicenceTypeCatalogue catalogue, RegistrySessions sessions)
{
    private const int Most = 500;

    /// <summary>Null for an agency that is no issuer of credentials.</summary>
    public async Task<IReadOnlyList<CredentialType>?> OfAsync(string tenant, Uscc agency, CancellationToken token)
    {
        if (await issuers.AllAsync(tenant, KeyOwner.OfCredentials(agency), token) is not { Count: > 0 })
            return null;
        await using var session = sessions.Query(tenant);
        var cards = await session.Query<LicenceTypeCard>().OrderBy(card => card.Id).Take(Most).ToListAsync(token);
        var region = await catalogue.RegionOfAsync(tenant, agency);
        return
        [
            .. from card in cards
               from version in card.Versions
               where version.Definition.Issuers.Include(agency, region)
               select types.Of(card.Code, version.Number, version.Definition),
        ];
    }
}
