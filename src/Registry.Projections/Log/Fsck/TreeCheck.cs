using Npgsql;
using Registry.Domain.Anchoring;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// The tree grown from the entries' bytes, compared at each complete subtree that is stored and at each size that was signed,
/// published or stamped.
/// </summary>
internal sealed class TreeCheck(
    NpgsqlConnection connection, string schema, string log, string origin, CheckpointKeys keys, Findings findings)
{
    private readonly List<(NodeAddress Node, LogHash Hash)> completed = [];

    public CompactRange Edge { get; private set; } = CompactRange.Empty;

    public long Size => Edge.Size;

    /// <summary>Notes over the empty tree.</summary>
    public Task StartAsync(CancellationToken token) => CheckNotesAsync(0, token);

    public async Task GrowAsync(LogHash[] leaves, CancellationToken token)
    {
        var (from, to) = (Size, Size + leaves.Length);
        foreach (var size in (IEnumerable<long>)[.. await SizesAsync(from, to, token), to])
        {
            Edge = Edge.AppendRange(leaves.AsSpan((int)(Size - from), (int)(size - Size)), Keep);
            await CheckNotesAsync(size, token);
        }
        await CheckSubtreesAsync(token);
        completed.Clear();
    }

    /// <summary>Whatever lies beyond the last entry.</summary>
    public async Task FinishAsync(CancellationToken token)
    {
        await Beyond(FsckCodes.SubtreeBeyond, $"select min((idx + 1) << level) from {schema}.log_subtree where log = $1 and (idx + 1) << level > $2");
        await Beyond(FsckCodes.CheckpointBeyond, $"select min(size) from {schema}.log_checkpoint where log = $1 and size > $2");
        await Beyond(FsckCodes.PublicationBeyond, $"select min(size) from {schema}.log_publication where log = $1 and size > $2");
        await Beyond(FsckCodes.TimeStampBeyond, $"select min(size) from {schema}.log_timestamp where log = $1 and size > $2");
        await Beyond(
            FsckCodes.PublicationUnsigned,
            $"""
            select min(p.size) from {schema}.log_publication p where p.log = $1 and $2 >= 0
               and not exists (select from {schema}.log_checkpoint c where c.log = p.log and c.size = p.size)
            """);
        await Beyond(
            FsckCodes.PublicationOrder,
            $"""
            select min(size) from (
                select size, lag(size) over (order by seq) as before from {schema}.log_publication where log = $1 and $2 >= 0) p
            where size < before
            """);

        async Task Beyond(string code, string query)
        {
            await using var select = new NpgsqlCommand(query, connection).With(log, Size);
            if (await select.ExecuteScalarAsync(token) is long size)
                findings.Add(code, size, $"Size {size}; the log has {Size} entries.");
        }
    }

    private void Keep(NodeAddress node, LogHash hash)
    {
        if (node.Level % TilePath.Height == 0)
            completed.Add((node, hash));
    }

    private async Task CheckSubtreesAsync(CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select s.hash from unnest($2, $3) with ordinality as n (level, idx, place)
            left join {schema}.log_subtree s on s.log = $1 and s.level = n.level and s.idx = n.idx order by n.place
            """,
            connection).With(
                log, completed.Select(c => (short)c.Node.Level).ToArray(), completed.Select(c => c.Node.Index).ToArray());
        await using var reader = await select.ExecuteReaderAsync(token);
        foreach (var (node, hash) in completed)
        {
            await reader.ReadAsync(token);
            if (reader.IsDBNull(0))
                findings.Add(FsckCodes.SubtreeMissing, node.FirstLeaf, $"Level {node.Level}, index {node.Index}.");
            else if (!hash.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(0)))
                findings.Add(FsckCodes.SubtreeDiffers, node.FirstLeaf, $"Level {node.Level}, index {node.Index}: expected {hash}.");
        }
    }

    private async Task<List<long>> SizesAsync(long from, long to, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select size from {schema}.log_checkpoint where log = $1 and size > $2 and size < $3
            union select size from {schema}.log_publication where log = $1 and size > $2 and size < $3
            union select size from {schema}.log_timestamp where log = $1 and size > $2 and size < $3 order by 1
            """,
            connection).With(log, from, to);
        await using var reader = await select.ExecuteReaderAsync(token);
        var sizes = new List<long>();
        while (await reader.ReadAsync(token))
            sizes.Add(reader.GetInt64(0));
        return sizes;
    }

    private async Task CheckNotesAsync(long size, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select false, note from {schema}.log_checkpoint where log = $1 and size = $2
            union all select true, note from {schema}.log_publication where log = $1 and size = $2
            """,
            connection).With(log, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        var notes = new List<(bool Published, string Note)>();
        while (await reader.ReadAsync(token))
            notes.Add((reader.GetBoolean(0), reader.GetString(1)));
        await reader.CloseAsync();
        foreach (var (published, note) in notes)
            CheckNote(published, note, size);
        // A line that is gone from one of them is still in the other.
        if (notes.Select(note => OwnLinesOf(note.Note)).Distinct().Count() > 1)
            foreach (var code in (string[])[FsckCodes.CheckpointSignature, FsckCodes.PublicationSignature])
                findings.Add(code, size, "What was signed and what was published have other lines of the log's own.");
        await CheckStampsAsync(size, token);
    }

    // Whose word a token is was judged when it was kept, by the roots of then; that it is about this tree is judged here.
    private async Task CheckStampsAsync(long size, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select token, at from {schema}.log_timestamp where log = $1 and size = $2", connection).With(log, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            var at = reader.GetFieldValue<DateTimeOffset>(1);
            var verdict = TimeStamp.CheckToken(
                reader.GetFieldValue<byte[]>(0), new Checkpoint(origin, size, Edge.Root()), roots: null, at, at);
            if (!verdict.Ok)
                findings.Add(FsckCodes.TimeStampDiffers, size, $"{verdict.Fault}, {verdict.Reason}.");
        }
    }

    private string OwnLinesOf(string note) => SignedNote.Parse(note).Value is { } read
        ? string.Join('\n', read.Signatures.Where(line => line.Name == keys.All[0].Key.Name)) : "";

    private void CheckNote(bool published, string note, long size)
    {
        var opened = keys.Open(note);
        if (opened is not { Value: { } signed })
            findings.Add(published ? FsckCodes.PublicationSignature : FsckCodes.CheckpointSignature, size, opened.Reason);
        else if (signed.Size != size)
            findings.Add(published ? FsckCodes.PublicationSize : FsckCodes.CheckpointSize, size, $"The note is of size {signed.Size}.");
        else if (signed.Root != Edge.Root())
            findings.Add(
                published ? FsckCodes.PublicationRoot : FsckCodes.CheckpointRoot, size,
                $"Signed root {signed.Root}, the entries' is {Edge.Root()}.");
        else if (keys.FaultOfLines(SignedNote.Parse(note).Value!) is { } fault)
            findings.Add(published ? FsckCodes.PublicationSignature : FsckCodes.CheckpointSignature, size, fault);
    }
}
