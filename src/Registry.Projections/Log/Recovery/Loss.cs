using System.Globalization;
using Npgsql;
using Registry.Domain.Epochs;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Projections.Log.Recovery;

/// <summary>A signed checkpoint that the database does not extend, and how far it does extend what was signed.</summary>
/// <param name="Key">A key that signed it.</param>
/// <param name="Extended">Size of the newest stored checkpoint below it; 0 when there is none.</param>
internal sealed record Loss(Checkpoint Signed, string Note, NoteVerifierKey Key, long Extended)
{
    /// <summary>Signed entries that nothing left is shown to hold.</summary>
    public long Entries => Signed.Size - Extended;

    /// <summary>The largest such checkpoint; null when every checkpoint known to be signed is extended.</summary>
    /// <exception cref="LogRefusedException">A checkpoint is no signature of the log's, or the database contradicts its own.</exception>
    public static async Task<Loss?> FindAsync(
        NpgsqlDataSource database, NpgsqlConnection connection, string schema, Sequencer lead, TenantLog log,
        IEnumerable<Promise> promised, CancellationToken token)
    {
        Loss? loss = null;
        foreach (var (signed, note, key) in promised)
            if (signed.Size > (loss?.Signed.Size ?? -1) && !await IsExtendedAsync(signed))
                loss = new(signed, note, key, Extended: 0);
        if (loss is null || await CheckpointStore.NewestSignedAsync(connection, schema, log.Id, token, below: loss.Signed.Size) is not { } stored)
            return loss;
        return log.Keys.Open(stored) is { Value: { } own } && await IsExtendedAsync(own)
            ? loss with { Extended = own.Size }
            : throw new LogRefusedException($"{log.Origin}: the database contradicts its own checkpoint. This is no lost tail; run fsck.");

        Task<bool> IsExtendedAsync(Checkpoint signed) => Loss.IsExtendedAsync(database, schema, lead, signed, token);
    }

    public Task<bool> IsMadeUpForAsync(NpgsqlDataSource database, string schema, Sequencer lead, CancellationToken token) =>
        IsExtendedAsync(database, schema, lead, Signed, token);

    public EpochEvent.DiscontinuityRecorded ToEvent(
        TenantLog log, Checkpoint left, DiscontinuityOrder order, SigningKeyEvent.Registered key) => new(
            log.Origin, Key.ToString(), Note, Text(Extended), Text(left.Size), left.Root.ToBase64(), order.Reason, order.OrderedBy, key);

    private static async Task<bool> IsExtendedAsync(
        NpgsqlDataSource database, string schema, Sequencer lead, Checkpoint signed, CancellationToken token) =>
        signed.Size <= lead.Size
        && (await new LogReader(database, schema).EdgeAsync(lead.Head.Log, signed.Size, token)).Root() == signed.Root;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
