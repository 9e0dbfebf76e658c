namespace Registry.Projections.Log.Fsck;

/// <summary>The first finding of its class.</summary>
/// <param name="Code">One of <see cref="FsckCodes"/> or of the verdicts on an entry.</param>
/// <param name="Log">The log concerned; null for read models.</param>
/// <param name="Index">Of the entry; for the tree and checkpoints see the code. Null where there is none.</param>
/// <param name="Detail">Evidence: what was expected and found. Never personal data.</param>
public sealed record FsckFinding(string Code, string? Log, long? Index, string Detail);

/// <param name="Entries">Entries read, in all epochs.</param>
/// <param name="Events">Events folded to read models; 0 where these were skipped.</param>
/// <param name="Findings">The first of each class, by index; empty when everything agrees.</param>
public sealed record FsckReport(long Entries, long Events, IReadOnlyList<FsckFinding> Findings);

/// <summary>Keeps the first finding of each class; later ones only count where they come earlier in the log.</summary>
internal sealed class Findings(string? log)
{
    private readonly Dictionary<string, FsckFinding> first = [];

    public IEnumerable<FsckFinding> All => first.Values.OrderBy(found => found.Index ?? long.MaxValue).ThenBy(found => found.Code, StringComparer.Ordinal);

    /// <summary>What was found first, whatever its index.</summary>
    public FsckFinding? Earliest { get; private set; }

    public void Add(string code, long? index, string detail)
    {
        if (!first.TryGetValue(code, out var known) || index < known.Index)
            first[code] = new FsckFinding(code, log, index, detail);
        Earliest ??= first[code];
    }
}
