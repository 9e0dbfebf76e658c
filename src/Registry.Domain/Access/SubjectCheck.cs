using System.Globalization;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Access;

/// <summary>
/// Whether a person was shown every access to their data: the numbers in their bundle have no gap, reach as far as they did
/// before, and, where the whole public log was read too, as far as the log's own entries do.
/// </summary>
public sealed class SubjectCheck(SubjectHead head)
{
    private readonly AccessCount shown = new(head.Key, head.Log);
    private readonly AccessCount logged = new(head.Key, head.Log);
    private CompactRange tree = CompactRange.Empty;

    /// <summary>An entry of the bundle; those of logs before have indexes below 0 and count there.</summary>
    public void TakeShown(SeenEntry seen)
    {
        if (seen.Index >= 0)
            shown.Take(seen.Index, seen.Entry);
    }

    /// <summary>The next entry of the public log, from index 0. False when it is none.</summary>
    public bool TakeLogged(ReadOnlySpan<byte> entry)
    {
        if (!LogEntry.TryRead(entry, out var read, out _))
            return false;
        logged.Take(tree.Size, read!);
        tree = tree.Append(MerkleTree.LeafHash(entry));
        return true;
    }

    /// <param name="bundle">Of the bundle, whose integrity is sound.</param>
    /// <param name="next">What to keep from now on; null when something is wrong.</param>
    public ExportVerdict Judge(BundleSummary bundle, out SubjectHead? next)
    {
        next = null;
        if (bundle.Log != head.Log)
            return ExportVerdict.UntrustedKey(VerdictCodes.OriginNotPinned, $"The head is of {head.Log}, the bundle of {bundle.Log}.");
        if (bundle.Size < head.Size)
            return ExportVerdict.Stale(VerdictCodes.OlderThanLast, Text($"The head was kept at {head.Size} entries, the bundle has {bundle.Size}."));
        if (tree.Size > 0 && (tree.Size != bundle.Size || tree.Root().ToString() != bundle.Root))
            return ExportVerdict.Tampered(VerdictCodes.RootMismatch, null, Text($"The log's {tree.Size} entries are not those of the bundle's checkpoint."));
        if ((shown.Repeated ?? logged.Repeated) is { } twice)
            return ExportVerdict.Tampered(VerdictCodes.AccessRepeated, null, Text($"Number {twice} was given to two accesses."));
        var reached = Math.Max(head.Count, Math.Max(shown.Count, logged.Count));
        if (shown.MissingUpTo(reached).Select(number => (long?)number).FirstOrDefault() is { } missing)
            return ExportVerdict.Incomplete(
                VerdictCodes.AccessOmitted, logged.IndexOf(missing), Text($"Access {missing} of {reached} is not in the bundle."));
        next = head with { Count = reached, Size = bundle.Size };
        return ExportVerdict.Ok(tree.Size > 0 ? VerdictCodes.AccessesComplete : VerdictCodes.AccessesUnbroken, Text($"{reached} accesses."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
