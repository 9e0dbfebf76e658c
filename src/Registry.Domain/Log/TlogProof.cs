using System.Globalization;
using System.Text;

namespace Registry.Domain.Log;

/// <summary>
/// A receipt (C2SP tlog-proof v1): the proof that one entry is in the log, with the checkpoint it leads to. It verifies
/// offline, with the log's key and nothing else.
/// </summary>
/// <remarks>
/// <c>c2sp.org/tlog-proof@v1\n</c>, optionally <c>extra &lt;base64&gt;\n</c>, <c>index &lt;decimal&gt;\n</c>, one hash a line in base64,
/// nearest sibling first, an empty line, the checkpoint. Nothing authenticates <c>extra</c>; this log puts the entry's own
/// bytes there, which the leaf hash then covers, so that the receipt needs no second file.
/// </remarks>
/// <param name="Index">Of the entry.</param>
/// <param name="Proof">RFC 6962 2.1.1.</param>
/// <param name="Checkpoint">The signed note as it was published.</param>
/// <param name="Extra">Null where there is none.</param>
public sealed record TlogProof(long Index, IReadOnlyList<LogHash> Proof, string Checkpoint, byte[]? Extra)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    // A proof in a tree of 2^63 leaves; more hashes can lead nowhere.
    private const int MaxHashes = 63;

    /// <summary>Reads a receipt strictly: <see cref="ToString"/> of the result is the same string.</summary>
    /// <param name="text">The receipt.</param>
    /// <param name="receipt">The receipt, when true is returned.</param>
    /// <param name="reason">What is wrong, when false is returned.</param>
    public static bool TryParse(string text, out TlogProof? receipt, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        (receipt, reason) = (null, null);
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = new Queue<string>(blank < 0 ? [] : text[..blank].Split('\n'));
        if (!lines.TryDequeue(out var header) || header != Header)
        {
            reason = $"the first line is not {Header}, or no empty line ends the proof";
            return false;
        }

        byte[]? extra = null;
        if (lines.TryPeek(out var next) && next.StartsWith("extra ", StringComparison.Ordinal)
            && !StrictBase64.TryDecode(lines.Dequeue().AsSpan("extra ".Length), out extra))
            reason = "extra is not canonical base64";
        else if (!lines.TryDequeue(out var index) || !TryIndex(index, out var number))
            reason = "there is no index";
        else if (lines.Count > MaxHashes)
            reason = "there are too many hashes";
        else
        {
            var hashes = new List<LogHash>();
            foreach (var line in lines)
                if (LogHash.TryFromBase64(line, out var hash))
                    hashes.Add(hash);
                else
                    reason = $"line {hashes.Count + 1} of the proof is not a hash in base64";
            if (reason is null)
                receipt = new TlogProof(number, hashes, text[(blank + 2)..], extra);
        }

        return receipt is not null;
    }

    /// <summary>
    /// Whether the log signed a tree that has this entry at <see cref="Index"/>. Cost: one signature and at most 63 hashes.
    /// </summary>
    /// <param name="entry">The bytes of the entry.</param>
    /// <param name="key">The pinned key of the log.</param>
    /// <returns>The checkpoint, or why not: <see cref="NoteFault.NotIncluded"/> where the proof does not lead to it.</returns>
    public NoteResult<Checkpoint> Verify(ReadOnlySpan<byte> entry, NoteVerifierKey key)
    {
        var opened = Log.Checkpoint.Open(Checkpoint, key);
        if (opened is not { Value: { } checkpoint })
            return opened;
        return MerkleTree.VerifyInclusion(Index, checkpoint.Size, MerkleTree.LeafHash(entry), [.. Proof], checkpoint.Root)
            ? opened
            : NoteResult<Checkpoint>.No(
                NoteFault.NotIncluded, $"the proof does not lead from the entry to the root of {checkpoint.Size} entries");
    }

    /// <summary>The receipt as it is served and kept.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null)
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Proof)
            text.Append(hash.ToBase64()).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    private static bool TryIndex(string line, out long index)
    {
        index = 0;
        return line.StartsWith("index ", StringComparison.Ordinal)
            && long.TryParse(line.AsSpan("index ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && line == string.Create(CultureInfo.InvariantCulture, $"index {index}");
    }
}
