using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Credentials;
using Registry.Projections.Issuers;

namespace Registry.Api.Credentials;

/// <summary>A credential that is made: the fact to be kept, or why it is not.</summary>
/// <param name="Refusal">Of what the licence is.</param>
/// <param name="Text">The credential, for whoever the face was opened for.</param>
/// <remarks>Neither: what it needs is not ready yet, and may be in a moment.</remarks>
internal sealed record Made(CredentialEvent.Minted? Fact, Refusal? Refusal, string? Text = null);

/// <summary>What a credential is made of, but for the face: type, receipt, a free place of a list that is live, and the agency's key.</summary>
internal sealed record CredentialParts(
    Licence Licence, CredentialType Type, string Receipt, int List, int Index, CertifiedSigner Signer, DateTimeOffset At);

/// <summary>Makes a credential of a licence's current version. It leaves the house only after the fact is kept.</summary>
internal sealed class CredentialMinting(
    IssuerSigners issuers, StatusTokens lists, CredentialTypes types, EventReceipts receipts, PublicAddress address, TimeProvider clock)
{
    /// <summary>For a list that nobody signs any more, no credential is made that could not be checked tomorrow.</summary>
    private static readonly TimeSpan ListLife = StatusLists.Life / 4;

    /// <param name="current">The licence as it was read; what it becomes meanwhile, the status list tells.</param>
    /// <param name="holder">Whose credential it will be: one of the licence's.</param>
    /// <param name="face">Opened for that holder, and theirs.</param>
    /// <param name="holderKey">Public part of the key that it is bound to.</param>
    /// <exception cref="Projections.Keys.KeyStoreException">The agency's key is not here.</exception>
    public async Task<Made> MakeAsync(string tenant, CurrentVersion current, SubjectTag holder, LicenceFace face, JsonObject? holderKey, CancellationToken token)
    {
        var (refusal, parts) = await PrepareAsync(tenant, current, token);
        return parts is null ? new(null, refusal) : Make(parts, holder, face, holderKey);
    }

    /// <summary>All that can be looked up before anything personal is opened. Neither: something of it is not ready yet, and may be in a moment.</summary>
    /// <exception cref="Projections.Keys.KeyStoreException">The agency's key is not here.</exception>
    public async Task<(Refusal? Refusal, CredentialParts? Parts)> PrepareAsync(string tenant, CurrentVersion current, CancellationToken token)
    {
        var licence = current.Licence;
        if (CredentialDecider.Refuse(licence, clock.Today()) is { } refusal)
            return (refusal, null);
        if (await types.OfAsync(tenant, licence) is not { } type)
            return (CredentialDecider.TypeUnknown, null);
        var now = clock.GetUtcNow();
        return await receipts.OfAsync(tenant, current.MadeBy, token) is { } receipt
            && await lists.FreePlaceAsync(tenant, licence.Issuer, until: now + ListLife, token) is var (list, index)
                ? (null, new(licence, type, receipt, list, index, await issuers.CurrentAsync(tenant, licence.Issuer, token), now))
                : (null, null);
    }

    /// <summary>For a further credential of the same licence: all is as it was but the place. Null where there is none in a list that is live.</summary>
    public async Task<CredentialParts?> AnotherAsync(string tenant, CredentialParts parts, CancellationToken token) =>
        await lists.FreePlaceAsync(tenant, parts.Licence.Issuer, until: parts.At + ListLife, token) is var (list, index)
            ? parts with { List = list, Index = index }
            : null;

    public Made Make(CredentialParts parts, SubjectTag holder, LicenceFace face, JsonObject? holderKey)
    {
        var (licence, type, receipt, list, index, signer, now) = parts;
        var credential = new LicenceCredential(
            address.Issuer(licence.Issuer), type.Vct, type.Integrity, licence, face, type.OpenFields, now - StatusLists.Backdated,
            EndOf(licence, signer), address.StatusList(licence.Issuer, list), index, holderKey, receipt);
        var text = credential.Sign(signer.Header(), signer.Signer, () => RandomNumberGenerator.GetBytes(Disclosure.SaltBytes));
        return new(
            new(
                licence.Id, licence.Identifier.Version, licence.Issuer, list, index, signer.Signer.KeyId, LicenceCredential.DigestOf(text),
                holderKey is null ? null : Jwk.Thumbprint(holderKey), Personal<CredentialText>.Of(holder, new(text))),
            null, text);
    }

    /// <summary>Whether a save failed because another took the place between our looking and saving: one in some thousands.</summary>
    public static bool IsPlaceTaken(Exception? e) => e switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "credential_place" } => true,
        _ => IsPlaceTaken(e.InnerException),
    };

    // The last day of validity ends in China.
    private static DateTimeOffset EndOf(Licence licence, CertifiedSigner signer) =>
        licence.Term.Until is { } until && Shanghai.StartOf(until.AddDays(1)) is var end && end < signer.NotAfter ? end : signer.NotAfter;
}
