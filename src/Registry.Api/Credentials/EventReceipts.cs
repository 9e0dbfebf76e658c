using Registry.Api.Log;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Log;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Credentials;

/// <summary>The log's receipts of events: of the one that made a licence's current version above all.</summary>
internal sealed class EventReceipts(RegistrySessions sessions, TenantLogs logs, Publications published, LogReader reader)
{
    /// <summary>Null while the entry is not published.</summary>
    public async Task<string?> OfAsync(string tenant, LicenceId licence, CancellationToken token)
    {
        return await OfAsync(tenant, await VersionAsync(tenant, licence, token), token);
    }

    /// <summary>Of one event; null while its entry is not published.</summary>
    public async Task<string?> OfAsync(string tenant, Guid fact, CancellationToken token)
    {
        foreach (var log in logs.EpochsOf(tenant).Reverse())
            if (await reader.IndexAsync(log.Id, fact, token) is { } index
                && await published.NewestAsync(log, token) is var (checkpoint, note) && index < checkpoint.Size)
            {
                var proof = await reader.InclusionProofAsync(log.Id, index, checkpoint.Size, token);
                var entry = (await reader.EntriesAsync(log.Id, index, 1, token))[0];
                return new TlogProof(index, proof, note, entry).ToString();
            }
        return null;
    }

    /// <summary>The event that gave the licence its present identifier, of whatever kind it is.</summary>
    private async Task<Guid> VersionAsync(string tenant, LicenceId licence, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        var (state, made) = ((Licence?)null, Guid.Empty);
        foreach (var fact in await session.Events.FetchStreamAsync(licence.Value, token: token))
        {
            if (fact.Data is not LicenceEvent data)
                continue;
            var before = state?.Identifier;
            state = Licence.Evolve(state, licence, data);
            if (before is not LicenceIdentifier known || known != state.Identifier)
                made = fact.Id;
        }
        return made;
    }
}
