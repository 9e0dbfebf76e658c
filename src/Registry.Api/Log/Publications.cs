using System.Collections.Concurrent;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>What of a log is published: nothing beyond the newest published checkpoint is shown to anybody.</summary>
internal sealed class Publications(NpgsqlDataSource database, RegistrySettings settings)
{
    // A size once published stays so; most requests are for tiles below it.
    private readonly ConcurrentDictionary<string, long> known = new();

    /// <summary>The newest published checkpoint with its note, or null before the first.</summary>
    public async Task<(Checkpoint Checkpoint, string Note)?> NewestAsync(TenantLog log, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        if (await CheckpointStore.NewestPublishedAsync(connection, settings.Schema, log.Id, token) is not { } note)
            return null;
        var opened = log.Keys.Open(note);
        if (opened is not { Value: { } checkpoint })
            throw new LogRefusedException($"{log.Id}: the newest published checkpoint does not verify ({opened.Reason}).");
        known.AddOrUpdate(log.Id, checkpoint.Size, (_, before) => Math.Max(before, checkpoint.Size));
        return (checkpoint, note);
    }

    /// <summary>Whether a tile lies within what is published.</summary>
    public async Task<bool> CoverAsync(TenantLog log, TilePath tile, CancellationToken token) =>
        tile.IsWithin(known.GetValueOrDefault(log.Id))
        || await NewestAsync(log, token) is { } newest && tile.IsWithin(newest.Checkpoint.Size);
}
