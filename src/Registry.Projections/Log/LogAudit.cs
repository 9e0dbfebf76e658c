using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>
/// Rebuilds edge and chain from the stored entries' bytes and compares them with what is stored. Nothing is signed on
/// the word of a stored hash. Costs one pass over the log.
/// </summary>
internal static class LogAudit
{
    public static async Task RequireSoundAsync(
        NpgsqlConnection connection, string schema, LogHead head, CancellationToken token)
    {
        var (edge, chain) = await RebuildAsync(connection, schema, head.Tenant, head.Origin, head.Size, token);
        if (edge.Root() != head.Edge.Root())
            throw new LogRefusedException($"{head.Origin}: the head's tree of {head.Size} entries is not the entries' tree.");
        if (chain != head.Chain)
            throw new LogRefusedException($"{head.Origin}: the head's chain value is not that of entry {head.Size - 1}.");
    }

    /// <summary>The tree and chain over the first <paramref name="size"/> entries.</summary>
    /// <exception cref="LogRefusedException">An entry is missing or is not what its hash says; names the index.</exception>
    public static async Task<(CompactRange Edge, LogHash Chain)> RebuildAsync(
        NpgsqlConnection connection, string schema, string tenant, string origin, long size, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select idx, body, leaf, chain from {schema}.log_entry where tenant = $1 and idx < $2 order by idx", connection)
            .With(tenant, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        var edge = CompactRange.Empty;
        var chain = HashChain.Start(origin);
        while (await reader.ReadAsync(token))
        {
            var index = reader.GetInt64(0);
            if (index != edge.Size)
                throw new LogRefusedException($"{origin}: entry {edge.Size} is missing.");
            var leaf = MerkleTree.LeafHash(reader.GetFieldValue<byte[]>(1));
            chain = HashChain.Next(chain, leaf);
            if (leaf != LogHash.FromBytes(reader.GetFieldValue<byte[]>(2)) || chain != LogHash.FromBytes(reader.GetFieldValue<byte[]>(3)))
                throw new LogRefusedException($"{origin}: entry {index} is not what was sequenced.");
            edge = edge.Append(leaf);
        }
        return edge.Size == size ? (edge, chain) : throw new LogRefusedException($"{origin}: entry {edge.Size} is missing.");
    }
}
