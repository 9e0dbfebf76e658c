using Marten;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Identifiers;
using Registry.Projections;
using Registry.Projections.Credentials;
using Registry.Projections.Log;

namespace Registry.Api.Credentials;

/// <summary>That credentials were made at their places in the log.</summary>
internal sealed class MintingEvidences(
    EventReceipts receipts, RegistrySessions sessions, NpgsqlDataSource database, RegistrySettings settings)
{
    /// <summary>Of the one at a place of an agency's status list; null where there is none, or its entry is not published.</summary>
    public async Task<MintingEvidence?> AtAsync(string tenant, Uscc issuer, int list, int index, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        var card = await session.Query<CredentialCard>()
            .Where(one => one.Issuer == issuer.Value && one.List == list && one.Index == index).SingleOrDefaultAsync(token);
        return card is null ? null : await OfAsync(tenant, CredentialId.Of(card.Id), token);
    }

    /// <summary>Null while its entry is not published.</summary>
    /// <param name="credential">One that was minted.</param>
    public async Task<MintingEvidence?> OfAsync(string tenant, CredentialId credential, CancellationToken token)
    {
        var committed = (await CommittedPayload.OfFirstAsync(database, settings.Schema, tenant, credential.Value, token))!;
        return await receipts.OfAsync(tenant, committed.Event, token) is { } receipt
            ? new(receipt, committed.Payload, committed.Salt)
            : null;
    }
}
