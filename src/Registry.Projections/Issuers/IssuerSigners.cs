using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Marten;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Projections.Issuers;

/// <summary>The key that signs an agency's credentials and status lists, with its certificate.</summary>
/// <param name="Certificate">DER, base64.</param>
/// <param name="NotAfter">End of the certificate: nothing that it signs is valid for longer.</param>
public sealed record CertifiedSigner(ISigner Signer, string Certificate, DateTimeOffset NotAfter)
{
    /// <summary>base64url of SHA-256 over the certificate, as <c>x509_hash</c> names whoever has it (OpenID4VP 1.0 section 5.9.3).</summary>
    public string CertificateHash => Base64Url.EncodeToString(SHA256.HashData(Convert.FromBase64String(Certificate)));

    /// <summary><c>kid</c> and <c>x5c</c>: the leaf alone, since the root is what readers pin (HAIP section 6.1.1).</summary>
    public JsonObject Header() => new() { ["kid"] = Signer.KeyId, ["x5c"] = new JsonArray(Certificate) };
}

/// <summary>The keys of issuers: the newest live one of an agency that is held here signs, and all are known.</summary>
public sealed class IssuerSigners(AgencySigners signers, IDocumentStore store)
{
    private readonly ConcurrentDictionary<string, CertifiedSigner> certified = new();

    /// <exception cref="KeyStoreException">The agency has no such key here.</exception>
    public ValueTask<CertifiedSigner> CurrentAsync(string tenant, Uscc agency, CancellationToken token) =>
        CurrentAsync(tenant, KeyOwner.OfCredentials(agency), token);

    /// <exception cref="KeyStoreException">The owner has no such key here.</exception>
    public async ValueTask<CertifiedSigner> CurrentAsync(string tenant, string owner, CancellationToken token)
    {
        var signer = await signers.CurrentAsync(tenant, owner, token);
        if (certified.TryGetValue(signer.KeyId, out var known))
            return known;
        await using var session = store.QuerySession(tenant);
        var card = await session.LoadAsync<SigningKeyCard>(SigningKeyId.Of(signer.KeyId).Value, token);
        if (card?.Certificate is not { } text)
            throw new KeyStoreException(KeyStoreException.KeyMissing, $"{signer.KeyId} has no certificate");
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        return certified[signer.KeyId] = new(signer, text, certificate.NotAfter);
    }

    /// <summary>Has the save fail (<see cref="KeyGuard.KeyEnded"/>) if the key ends before: what an ended key signed is never kept.</summary>
    public static void RequireLive(IDocumentSession session, string schema, string tenant, string kid) =>
        KeyGuard.Queue(session, schema, tenant, [kid], []);

    /// <summary>All keys that an owner has ever had, newest first.</summary>
    public async Task<IReadOnlyList<SigningKeyCard>> AllAsync(string tenant, string owner, CancellationToken token)
    {
        await using var session = store.QuerySession(tenant);
        return await session.Query<SigningKeyCard>().Where(card => card.Owner == owner)
            .OrderByDescending(card => card.RegisteredAt).ThenByDescending(card => card.Id).ToListAsync(token);
    }
}
