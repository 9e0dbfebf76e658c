using Npgsql;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Anchoring;

/// <summary>What an insider with every right on the database can do: another history that is sound in itself.</summary>
internal static class ForkedLog
{
    public static async Task RewriteAsync(AnchoredServer registry, int entry)
    {
        await using var source = NpgsqlDataSource.Create(await TestDatabase.ConnectionStringAsync());
        var bodies = new List<byte[]>();
        await using (var select = source.CreateCommand($"select body from {registry.Schema}.log_entry order by idx"))
        await using (var reader = await select.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                bodies.Add(reader.GetFieldValue<byte[]>(0));
        bodies[entry][40] ^= 1;

        var edge = CompactRange.Empty;
        var chain = HashChain.Start(registry.Log.Name);
        foreach (var (index, body) in bodies.Index())
        {
            var leaf = MerkleTree.LeafHash(body);
            (edge, chain) = (edge.Append(leaf), HashChain.Next(chain, leaf));
            await using var update = source.CreateCommand(
                $"update {registry.Schema}.log_entry set body = $1, leaf = $2, chain = $3 where idx = $4");
            update.Parameters.Add(new() { Value = body });
            update.Parameters.Add(new() { Value = leaf.ToArray() });
            update.Parameters.Add(new() { Value = chain.ToArray() });
            update.Parameters.Add(new() { Value = (long)index });
            await update.ExecuteNonQueryAsync();
        }
        await registry.AsOwner("alter table {schema}.log_head disable trigger user");
        await using var head = source.CreateCommand($"update {registry.Schema}.log_head set edge = $1, chain = $2");
        head.Parameters.Add(new() { Value = edge.ToBytes() });
        head.Parameters.Add(new() { Value = chain.ToArray() });
        await head.ExecuteNonQueryAsync();
        await registry.AsOwner(
            "alter table {schema}.log_head enable always trigger append_only; alter table {schema}.log_head enable always trigger forward_only; "
            + "alter table {schema}.log_entry enable always trigger append_only; alter table {schema}.log_checkpoint enable always trigger append_only; "
            + "alter table {schema}.log_publication enable always trigger append_only");
    }
}
