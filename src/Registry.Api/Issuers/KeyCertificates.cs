using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections;
using Registry.Projections.Keys;

namespace Registry.Api.Issuers;

/// <summary>Makes the certificate of a new key that has one: an authority's root, or an agency's or the verify service's by that root's key.</summary>
internal sealed class KeyCertificates(RegistrySessions sessions, AgencySigners signers, PublicAddress address, TimeProvider clock)
{
    private const int SerialBytes = 16;

    private static readonly TimeSpan RootLife = TimeSpan.FromDays(20 * 365);

    /// <summary>Credentials end with it at the latest: a key is changed some years before its last credential ends.</summary>
    private static readonly TimeSpan LeafLife = TimeSpan.FromDays(5 * 365);

    /// <summary>DER, base64; null for an owner whose keys have none.</summary>
    /// <exception cref="KeyStoreException">It is not ES256, or the authority's own key is not held here.</exception>
    public async Task<string?> OfAsync(string tenant, string owner, ISigner signer)
    {
        var agency = KeyOwner.Issuer(owner);
        if (agency is null && !KeyOwner.IsLicenceAuthority(owner) && !KeyOwner.IsVerifier(owner))
            return null;
        // Others have no registered JOSE algorithm, or no wallet that knows it.
        if (signer.Algorithm != Es256.Name)
            throw new KeyStoreException(KeyStoreException.AlgorithmUnsupported, signer.Algorithm);
        using var certificate = agency is { } code ? await IssuerAsync(tenant, code, signer)
            : KeyOwner.IsVerifier(owner) ? await VerifierAsync(tenant, signer)
            : await RootAsync(tenant, signer);
        return Convert.ToBase64String(certificate.RawData);
    }

    private async Task<X509Certificate2> RootAsync(string tenant, ISigner signer)
    {
        var region = RegionCode.Parse(tenant);
        var name = (await DirectoryAsync(tenant)).Regions[region].Name.Zh;
        return SignerCertificates.Root(signer, $"{name} 电子证照根证书", clock.GetUtcNow(), RootLife, Serial());
    }

    private async Task<X509Certificate2> IssuerAsync(string tenant, Uscc agency, ISigner signer) => await LeafAsync(
        tenant, (await DirectoryAsync(tenant)).Agencies[agency].Name.Zh, agency.Value, new Uri(address.Issuer(agency)), signer);

    private async Task<X509Certificate2> VerifierAsync(string tenant, ISigner signer) => await LeafAsync(
        tenant, $"{(await DirectoryAsync(tenant)).Regions[RegionCode.Parse(tenant)].Name.Zh} 证照核验服务", tenant, issuer: null, signer);

    private async Task<X509Certificate2> LeafAsync(string tenant, string name, string code, Uri? issuer, ISigner signer)
    {
        var authority = await signers.CurrentAsync(tenant, KeyOwner.OfLicenceAuthority(RegionCode.Parse(tenant)), CancellationToken.None);
        await using var session = sessions.Query(tenant);
        var card = await session.LoadAsync<SigningKeyCard>(SigningKeyId.Of(authority.KeyId).Value);
        using var root = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(card!.Certificate!));
        return SignerCertificates.Leaf(authority, root, signer.PublicKeySpki, name, code, issuer, clock.GetUtcNow(), LeafLife, Serial());
    }

    private async Task<AuthorityDirectory> DirectoryAsync(string tenant)
    {
        await using var session = sessions.Query(tenant);
        return await session.Events.AggregateStreamAsync<AuthorityDirectory>(DirectoryId.Of(RegionCode.Parse(tenant)).Value)
            ?? throw new InvalidOperationException("The authority is not established.");
    }

    // Positive, and no byte shorter than it says (RFC 5280 section 4.1.2.2).
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        return serial;
    }
}
