using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>
/// Hashes stored entries anew from their bytes, and compares with what is stored beside them. Nothing is signed on the
/// word of a stored hash. Costs one pass over the entries.
/// </summary>
public static class LogAudit
{
    // Longer ranges are planned as a scan with a sort, and the first row comes after minutes.
    private const long Stretch = 50_000;

    /// <summary>The whole log as far as its head, which may move on meanwhile.</summary>
    /// <exception cref="LogRefusedException">An entry is missing, is not what its hashes say, or the head differs.</exception>
    public static async Task RequireSoundAsync(
        NpgsqlConnection connection, string schema, LogHead head, CancellationToken token) =>
        RequireHead(head, await ReplayAsync(connection, schema, head.Log, StartOf(head), head.Size, token));

    internal static Position StartOf(LogHead head) => new(CompactRange.Empty, HashChain.Start(head.Origin));

    internal static void RequireHead(LogHead head, Position end)
    {
        if (end.Edge.Root() != head.Edge.Root())
            throw new LogRefusedException($"{head.Origin}: the head's tree of {head.Size} entries is not the entries' tree.");
        if (end.Chain != head.Chain)
            throw new LogRefusedException($"{head.Origin}: the head's chain value is not that of entry {head.Size - 1}.");
    }

    /// <summary>Tree and chain from a known position to the one of <paramref name="size"/> entries.</summary>
    /// <param name="reached">Told how far it came, now and then.</param>
    /// <exception cref="LogRefusedException">An entry is missing or is not what its hashes say; names the index.</exception>
    public static async Task<Position> ReplayAsync(
        NpgsqlConnection connection, string schema, string log, Position start, long size, CancellationToken token,
        Action<Position>? reached = null)
    {
        while (start.Edge.Size < size)
        {
            start = await ReplayStretchAsync(connection, schema, log, start, Math.Min(start.Edge.Size + Stretch, size), token);
            reached?.Invoke(start);
        }
        return start;
    }

    private static async Task<Position> ReplayStretchAsync(
        NpgsqlConnection connection, string schema, string log, Position start, long size, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select idx, body, leaf, chain from {schema}.log_entry where log = $1 and idx >= $2 and idx < $3 order by idx", connection)
            .With(log, start.Edge.Size, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        var (edge, chain) = start;
        while (await reader.ReadAsync(token))
        {
            var index = reader.GetInt64(0);
            if (index != edge.Size)
                throw new LogRefusedException($"{log}: entry {edge.Size} is missing.");
            var leaf = MerkleTree.LeafHash(reader.GetFieldValue<byte[]>(1));
            chain = HashChain.Next(chain, leaf);
            if (leaf != LogHash.FromBytes(reader.GetFieldValue<byte[]>(2)) || chain != LogHash.FromBytes(reader.GetFieldValue<byte[]>(3)))
                throw new LogRefusedException($"{log}: entry {index} is not what was sequenced.");
            edge = edge.Append(leaf);
        }
        return edge.Size == size ? new(edge, chain) : throw new LogRefusedException($"{log}: entry {edge.Size} is missing.");
    }

    /// <summary>The tree and the chain over the first entries of a log.</summary>
    public readonly record struct Position(CompactRange Edge, LogHash Chain);
}
