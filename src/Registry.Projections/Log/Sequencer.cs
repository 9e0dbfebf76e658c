using Npgsql;
using NpgsqlTypes;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>
/// Gives inbox entries their indexes. One works at a time: it holds an advisory lock on a connection of its own, and the
/// head's term fences a leader that has lost it. "Still in the inbox" selects, never "greater than the last", so gaps,
/// rollbacks and late commits lose nothing; Marten's sequence plays no part.
/// </summary>
public sealed class Sequencer : IAsyncDisposable
{
    /// <summary>Entries taken by one transaction.</summary>
    public const int BatchSize = 4096;

    private readonly NpgsqlConnection connection;
    private readonly string schema;
    private readonly Action<LogStep>? reached;
    private LogHead head;

    private Sequencer(NpgsqlConnection connection, string schema, LogHead head, Action<LogStep>? reached)
    {
        this.connection = connection;
        this.schema = schema;
        this.head = head;
        this.reached = reached;
    }

    public long Size => head.Size;

    public Checkpoint Checkpoint => new(head.Origin, head.Size, head.Edge.Root());

    /// <summary>Where the log stands under this leader.</summary>
    public LogHead Head => head;

    internal NpgsqlConnection Connection => connection;

    /// <summary>Leadership over one log, or null while another holds it; else as <see cref="LeadAsync"/>.</summary>
    public static async Task<Sequencer?> TryLeadAsync(
        NpgsqlDataSource unpooled, string schema, string log, CancellationToken token, Action<LogStep>? reached = null) =>
        await LogLead.TakeAsync(unpooled, schema, log, clock: null, token) is var (connection, head)
            ? new Sequencer(connection, schema, head, reached)
            : null;

    /// <summary>
    /// Leadership over one log, as soon as no other holds it. Before it is granted the head is compared with the stored
    /// hashes and the last entry, in O(log n); entries are hashed anew from their bytes before they are signed
    /// (<see cref="Publisher"/>) and by <see cref="LogAudit"/>.
    /// </summary>
    /// <param name="unpooled">Connections that really close: a pooled one would keep the lock (style reference 0.10).</param>
    /// <param name="reached">Told every step of this leader's, its <see cref="Publisher"/>'s too; what it throws ends the step.</param>
    /// <exception cref="LogRefusedException">Entries, chain and head do not agree.</exception>
    public static async Task<Sequencer> LeadAsync(
        NpgsqlDataSource unpooled, string schema, string log, TimeProvider clock, CancellationToken token,
        Action<LogStep>? reached = null)
    {
        var (connection, head) = (await LogLead.TakeAsync(unpooled, schema, log, clock, token))!.Value;
        return new Sequencer(connection, schema, head, reached);
    }

    /// <summary>Takes one batch. Returns how many entries were given an index.</summary>
    /// <exception cref="LogRefusedException">An entry is not what was queued, or another leader is at work.</exception>
    public async Task<int> SequenceAsync(CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);
        var taken = await Take(transaction, token);
        if (taken.Count == 0)
            return 0;
        Reached(LogStep.InboxTaken);

        var (next, placed, subtrees) = Place(taken);
        await Write(placed, token);
        Reached(LogStep.EntriesWritten);
        await Write(subtrees, transaction, token);
        Reached(LogStep.SubtreesWritten);
        await head.MoveToAsync(connection, transaction, schema, next, token);
        Reached(LogStep.HeadMoved);
        // A crash before this line leaves the inbox as it was; after it, indexes, chain and head stand together.
        await transaction.CommitAsync(CancellationToken.None);
        Reached(LogStep.Sequenced);
        head = next;
        return taken.Count;
    }

    internal void Reached(LogStep step) => reached?.Invoke(step);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private (LogHead Next, List<Placed> Entries, List<Subtree> Subtrees) Place(List<Queued> taken)
    {
        var chain = head.Chain;
        var placed = new List<Placed>(taken.Count);
        var leaves = new LogHash[taken.Count];
        for (var i = 0; i < taken.Count; i++)
        {
            var leaf = leaves[i] = taken[i].Leaf;
            chain = HashChain.Next(chain, leaf);
            placed.Add(new(head.Size + i, taken[i].EventId, taken[i].Body, leaf, chain));
        }
        var subtrees = new List<Subtree>();
        var edge = head.Edge.AppendRange(leaves, (node, hash) =>
        {
            if (node.Level % TilePath.Height == 0)
                subtrees.Add(new(node, hash));
        });
        return (head with { Edge = edge, Chain = chain }, placed, subtrees);
    }

    private async Task<List<Queued>> Take(NpgsqlTransaction transaction, CancellationToken token)
    {
        // By place in the heap, which no row changes: a join by seq is planned by statistics that a queue always belies.
        await using var delete = new NpgsqlCommand(
            $"""
            delete from {schema}.log_inbox where ctid = any(array(
                select ctid from {schema}.log_inbox where log = $1 order by seq limit {BatchSize}))
            returning seq, event_id, body, leaf
            """,
            connection, transaction).With(head.Log);
        await using var reader = await delete.ExecuteReaderAsync(token);
        var taken = new List<Queued>();
        while (await reader.ReadAsync(token))
        {
            var (id, body) = (reader.GetGuid(1), reader.GetFieldValue<byte[]>(2));
            // Hashed as they come, while the database still reads.
            var leaf = MerkleTree.LeafHash(body);
            if (leaf != LogHash.FromBytes(reader.GetFieldValue<byte[]>(3)))
                throw new LogRefusedException($"{head.Origin}: the entry of event {id} changed in the inbox.");
            taken.Add(new(reader.GetInt64(0), id, body, leaf));
        }
        taken.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        return taken;
    }

    private async Task Write(List<Placed> entries, CancellationToken token)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {schema}.log_entry (log, idx, event_id, body, leaf, chain) from stdin (format binary)", token);
        foreach (var entry in entries)
        {
            await copy.StartRowAsync(token);
            await copy.WriteAsync(head.Log, NpgsqlDbType.Text, token);
            await copy.WriteAsync(entry.Index, NpgsqlDbType.Bigint, token);
            await copy.WriteAsync(entry.EventId, NpgsqlDbType.Uuid, token);
            await copy.WriteAsync(entry.Body, NpgsqlDbType.Bytea, token);
            await copy.WriteAsync(entry.Leaf.ToArray(), NpgsqlDbType.Bytea, token);
            await copy.WriteAsync(entry.Chain.ToArray(), NpgsqlDbType.Bytea, token);
        }
        await copy.CompleteAsync(token);
    }

    private async Task Write(List<Subtree> subtrees, NpgsqlTransaction transaction, CancellationToken token)
    {
        if (subtrees.Count == 0)
            return;
        await using var insert = new NpgsqlCommand(
            $"insert into {schema}.log_subtree (log, level, idx, hash) select $1, s.* from unnest($2, $3, $4) as s (level, idx, hash)",
            connection, transaction).With(
                head.Log, subtrees.Select(s => (short)s.Node.Level).ToArray(), subtrees.Select(s => s.Node.Index).ToArray(),
                subtrees.Select(s => s.Hash.ToArray()).ToArray());
        await insert.ExecuteNonQueryAsync(token);
    }

    private sealed record Queued(long Seq, Guid EventId, byte[] Body, LogHash Leaf);

    private sealed record Subtree(NodeAddress Node, LogHash Hash);

    private sealed record Placed(long Index, Guid EventId, byte[] Body, LogHash Leaf, LogHash Chain);
}
