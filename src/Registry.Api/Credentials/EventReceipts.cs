using Registry.Api.Log;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Credentials;

/// <summary>The log's receipts of events: that each is in the log, which anybody with the log's key can check offline.</summary>
internal sealed class EventReceipts(TenantLogs logs, Publications published, LogReader reader)
{
    /// <summary>Null while its entry is not published.</summary>
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
}
