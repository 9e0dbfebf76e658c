using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Anchoring;

/// <summary>
/// Has signed checkpoints cosigned, and publishes one as soon as the policy is met: what too few witnesses have seen is
/// shown to nobody. Runs beside the leader's sequencer; a witness that fails is left alone for a while.
/// </summary>
/// <param name="database">For reading.</param>
/// <param name="leading">Connections of the sequencer's role, which alone may publish.</param>
public sealed class Witnessing(
    NpgsqlDataSource database, NpgsqlDataSource leading, string schema, LogReader reader, TenantLog log, TlogPolicy policy,
    IReadOnlyList<WitnessClient> witnesses, TimeProvider clock)
{
    // After the quorum: what comes a little later is taken along, what hangs is not waited for.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (int Failures, long Since)> paused = [];

    // A new leader, or a new policy: what is served may lack cosignatures, however young it is.
    private bool fresh;

    /// <summary>
    /// Asks every witness for the newest checkpoint it saw, before anything is signed. The log may grow meanwhile: what a
    /// witness saw must still be a prefix of it. Those that do not answer are told of; without a quorum of answers nothing will be
    /// published anyway.
    /// </summary>
    /// <exception cref="LogRefusedException">A witness saw more, or something else.</exception>
    public async Task RequireExtendedAsync(Action<string> failed, CancellationToken token) =>
        await Task.WhenAll(witnesses.Select(async witness =>
        {
            try
            {
                if (await witness.LatestAsync(log, token) is { } note)
                    await CompareAsync(witness, note, token);
            }
            catch (WitnessFailedException e)
            {
                failed(e.Message);
            }
        }));

    /// <summary>
    /// One round over the newest signed checkpoint, if it has not been published yet or its publication is older than
    /// <paramref name="freshness"/>. True when it was published.
    /// </summary>
    /// <exception cref="LogRefusedException">A witness saw more, or something else.</exception>
    public async Task<bool> RoundAsync(long term, TimeSpan freshness, Action<string> failed, CancellationToken token)
    {
        if (await DueAsync(fresh ? freshness : TimeSpan.Zero, token) is not { } signed)
            return false;
        var note = SignedNote.Parse(signed).Value!;
        var checkpoint = log.Keys.Open(signed).Value
            ?? throw new LogRefusedException($"{log.Origin}: the newest signed checkpoint does not verify under the log's key.");

        using var late = CancellationTokenSource.CreateLinkedTokenSource(token);
        var asks = witnesses.Where(IsAsked).Select(witness => AskAsync(witness, note, checkpoint, failed, late.Token)).ToList();
        var cosigned = new Dictionary<string, NoteSignature>();
        await foreach (var answer in Task.WhenEach(asks).WithCancellation(token))
        {
            if (await answer is not { } given)
                continue;
            cosigned[given.Witness] = given.Line;
            if (policy.IsMetBy(cosigned.Keys.ToHashSet(StringComparer.Ordinal)))
                late.CancelAfter(Grace);
        }
        if (!policy.IsMetBy(cosigned.Keys.ToHashSet(StringComparer.Ordinal)))
            return false;
        var published = cosigned.Values.Aggregate(note, (so, line) => so.With(line)).ToString();
        return fresh = await CheckpointStore.PublishUnderAsync(
            leading, schema, log.Id, term, checkpoint.Size, published, CancellationToken.None);
    }

    private async Task<(string Witness, NoteSignature Line)?> AskAsync(
        WitnessClient witness, SignedNote note, Checkpoint checkpoint, Action<string> failed, CancellationToken token)
    {
        try
        {
            var line = await witness.CosignAsync(log, note, checkpoint, seen => CompareAsync(witness, seen, token), token);
            lock (paused)
                paused.Remove(witness.Name);
            return (witness.Name, line);
        }
        catch (WitnessFailedException e)
        {
            failed(e.Message);
            lock (paused)
                paused[witness.Name] = (paused.GetValueOrDefault(witness.Name).Failures + 1, clock.GetTimestamp());
            return null;
        }
        catch (OperationCanceledException)
        {
            // Late, or the server stops. A witness that has cosigned unheard says so next time, with 409.
            return null;
        }
    }

    private bool IsAsked(WitnessClient witness)
    {
        lock (paused)
        {
            if (!paused.TryGetValue(witness.Name, out var pause))
                return true;
            var length = FirstPause * Math.Pow(2, Math.Min(pause.Failures - 1, 10));
            return clock.GetElapsedTime(pause.Since) >= (length < LongestPause ? length : LongestPause);
        }
    }

    private Task CompareAsync(WitnessClient witness, string note, CancellationToken token) =>
        WitnessEvidence.RequireExtendedAsync(database, schema, reader, log, witness.Name, note, token);

    private async Task<string?> DueAsync(TimeSpan freshness, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select c.note from {schema}.log_checkpoint c
            where c.log = $1 and c.size = (select max(size) from {schema}.log_checkpoint where log = $1)
              and not exists (
                select from {schema}.log_publication p
                where p.log = $1 and p.size = c.size and p.published_at > clock_timestamp() - $2)
            """).With(log.Id, freshness);
        return (string?)await select.ExecuteScalarAsync(token);
    }
}
