using System.Text.Json.Nodes;
using Registry.Api.Commands;
using Registry.Api.Credentials;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.Credentials;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Issuers;
using Registry.Projections.Keys;
using Disclosure = Registry.Api.Access.Disclosure;

namespace Registry.Api.Wallets;

/// <summary>Credentials that are kept, for a wallet, or why it gets none.</summary>
/// <param name="Error">As OpenID4VCI 1.0 calls it.</param>
/// <remarks>Neither: they cannot be made now, and may be later. Nothing was opened or kept.</remarks>
internal sealed record Delivered(IReadOnlyList<CredentialId> Ids, JsonArray? Credentials, string? Error)
{
    public static readonly Delivered NotNow = new([], null, null);

    public static Delivered Refused(string error) => new([], null, error);
}

/// <summary>
/// Makes what a wallet was granted, one credential for each key, all in one commit. It is the holder's access to their licence, recorded
/// before the face is opened, which is when all else is at hand: who is put off has seen nothing.
/// </summary>
internal sealed class CredentialDelivery(
    CommandRunner commands, Disclosure disclosure, CredentialMinting minting, WalletSecrets secrets, RegistrySettings settings)
{
    public const string Denied = "credential_request_denied";

    // Another took a place between our looking and saving: one in some thousands.
    private const int Tries = 3;

    /// <param name="keys">Public JWKs that the wallet proved to have.</param>
    /// <param name="deferral">Used up with what is kept: the secret of a <see cref="SecretKind.Deferral"/>; null where the wallet asks for the first time.</param>
    public async Task<Delivered> TryAsync(WalletGrant grant, IReadOnlyList<JsonObject> keys, string? deferral, CancellationToken token)
    {
        commands.Caller.ActFor(grant.Actor);
        await using var reading = commands.Open();
        var current = (await CurrentVersion.ReadAsync(reading.Marten, grant.Licence, token))!;
        var own = current.Licence.FaceOf(grant.Subject) ?? current.Licence.Face;
        var ruling = AccessPolicy.OnCredential(grant.Actor, grant.Licence, own.Subject);
        LicenceFace? face = null;
        for (var left = Tries; ; left--)
        {
            var parts = new List<CredentialParts>();
            foreach (var _ in keys)
            {
                var (refusal, part) = parts is [var first, ..]
                    ? (null, await minting.AnotherAsync(settings.Authority, first, token))
                    : await PrepareAsync(current, token);
                // What was asked for, and not what the licence has become since.
                if (refusal is not null || part is not null && part.Type.Configuration != grant.Configuration)
                    return Delivered.Refused(Denied);
                if (part is null)
                    return Delivered.NotNow;
                parts.Add(part);
            }
            face ??= await OpenAsync(ruling, current.Licence, own, token);
            if (face is null)
                return Delivered.Refused(Denied);
            var made = parts.Zip(keys, (part, key) => minting.Make(part, own.Subject, face, key)).ToList();
            try
            {
                var ids = await KeepAsync([.. made.Select(one => one.Fact!)], ruling.Ground!, deferral);
                return new(ids, new JsonArray([.. made.Select(one => new JsonObject { ["credential"] = one.Text })]), null);
            }
            catch (Exception e) when (left > 1 && CredentialMinting.IsPlaceTaken(e))
            {
            }
            catch (Exception e) when (WalletSecrets.IsSpent(e))
            {
                return Delivered.Refused(FetchDeferred.Unknown);
            }
        }
    }

    // Away with its device, or not moved here yet: as with a list that nobody signs, somebody is at work on it.
    private async Task<(Domain.Refusal? Refusal, CredentialParts? Parts)> PrepareAsync(CurrentVersion current, CancellationToken token)
    {
        try
        {
            return await minting.PrepareAsync(settings.Authority, current, token);
        }
        catch (KeyStoreException)
        {
            return (null, null);
        }
    }

    private async Task<LicenceFace?> OpenAsync(AccessRuling ruling, Licence licence, Personal<LicenceFace> own, CancellationToken token) =>
        await disclosure.RecordAsync(ruling, licence.Holders, DataClass.Licence, $"licence/{licence.Id}") is { } receipt
            ? await disclosure.OpenAsync(receipt, own, token)
            : null;

    private async Task<IReadOnlyList<CredentialId>> KeepAsync(IReadOnlyList<CredentialEvent.Minted> facts, Ground ground, string? deferral)
    {
        await using var session = commands.Open();
        session.Act.Ground = ground;
        var ids = facts.Select(_ => CredentialId.Of(Guid.CreateVersion7())).ToList();
        foreach (var (id, fact) in ids.Zip(facts))
            session.Marten.Events.StartStream<Credential>(id.Value, session.Build([fact]));
        foreach (var kid in facts.Select(fact => fact.Kid).Distinct())
            IssuerSigners.RequireLive(session.Marten, settings.Schema, settings.Authority, kid);
        if (deferral is not null)
            secrets.UseWith(session.Marten, SecretKind.Deferral, deferral);
        await CommandRunner.SaveAsync(session);
        return ids;
    }
}
