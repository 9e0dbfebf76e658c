using Registry.Domain.Log;

namespace Registry.Domain.Keys;

/// <summary>A key that signs checkpoints of one log, and its life by position in it.</summary>
/// <param name="From">Index of the entry that introduces it; -1 for the log's first key.</param>
/// <param name="End">Index of the entry that ends it; <see cref="long.MaxValue"/> while it is live.</param>
public sealed record CheckpointKey(NoteVerifierKey Key, long From, long End)
{
    /// <summary>Whether its line counts under a tree of this size: one that holds its introduction and not its end.</summary>
    public bool SignsAt(long size) => From < size && size <= End;
}

/// <summary>All Ed25519 keys of one log: which of them count under which tree.</summary>
public sealed class CheckpointKeys(IReadOnlyList<CheckpointKey> all)
{
    public IReadOnlyList<CheckpointKey> All { get; } = all;

    /// <summary>The SM2 key whose line stands beside theirs, from whenever on it was asked for; null where none is known.</summary>
    public NoteVerifierKey? Second { get; init; }

    /// <summary>A log that has never had another key.</summary>
    public static CheckpointKeys Of(NoteVerifierKey only) => new([new(only, -1, long.MaxValue)]);

    /// <summary>The keys whose lines count under a tree of this size: the newest first, which is the one to pin.</summary>
    public IReadOnlyList<NoteVerifierKey> At(long size) =>
    [
        .. from key in All
           where key.SignsAt(size)
           orderby key.From descending
           select key.Key
    ];

    /// <summary>
    /// Why a line of the log's own under this note, beyond those that <see cref="Open"/> verifies, is none of its keys'; null when
    /// each is. Lines of other names are witnesses'. Without the second key a line of an unknown key is passed over.
    /// </summary>
    public string? FaultOfLines(SignedNote note)
    {
        foreach (var line in note.Signatures.Where(line => line.Name == All[0].Key.Name))
            if (Second is not null && Second.IsNamedBy(line))
            {
                if (!note.Verify(Second).Ok)
                    return "the SM2 line is no signature of this text";
            }
            else if (Second is not null && !All.Any(key => key.Key.IsNamedBy(line)))
                return $"a line of key {line.KeyId:x8}, which is none of the log's";
        return null;
    }

    /// <summary>Opens a checkpoint that at least one key signed which was live then, and none of them wrongly.</summary>
    public NoteResult<Checkpoint> Open(string note)
    {
        var parsed = SignedNote.Parse(note);
        if (!parsed.Ok)
            return NoteResult<Checkpoint>.No(parsed.Fault, parsed.Reason);
        return Checkpoint.TryParse(parsed.Value.Text, out var claimed, out var reason) && claimed is not null
            ? Checkpoint.Open(note, At(claimed.Size), All[0].Key.Name)
            : NoteResult<Checkpoint>.No(NoteFault.NotACheckpoint, reason ?? "");
    }
}
