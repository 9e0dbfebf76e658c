using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>Whose lines under a note count, once all entries under it have told of the log's keys.</summary>
internal static class LogSignatures
{
    /// <summary>Null when a key that was live at this size signed, and none wrongly.</summary>
    /// <param name="claimed">The key that the file names as its own.</param>
    /// <param name="verified">The keys whose lines verify, the file's own first.</param>
    public static ExportVerdict? Check(
        SignedNote note, Checkpoint checkpoint, NoteVerifierKey claimed, LogKeyRing ring, out IReadOnlyList<NoteVerifierKey> verified)
    {
        var live = ring.With(claimed).At(checkpoint.Size);
        verified = [];
        if (live.All(key => key.ToString() != claimed.ToString()))
            return ExportVerdict.UntrustedKey(
                VerdictCodes.CheckpointKeyEnded, $"{claimed} signs no tree of {checkpoint.Size} entries.");
        var opened = note.Verify(live);
        if (!opened.Ok)
            return ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, opened.Reason);
        verified =
        [
            .. live.Where(key => opened.Value.Verified.Any(key.IsNamedBy)).OrderByDescending(key => key.ToString() == claimed.ToString())
        ];
        return verified[0].ToString() == claimed.ToString()
            ? null
            : ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, $"{claimed} has not signed.");
    }

    /// <summary>Whether the pinned key signed itself, or has introduced one that did; null when it did.</summary>
    /// <param name="followed">Whether it took an introduction.</param>
    public static ExportVerdict? Pinned(
        NoteVerifierKey? pinned, IReadOnlyList<NoteVerifierKey> verified, LogKeyRing ring, out bool followed)
    {
        followed = false;
        if (pinned is null || verified.Any(key => key.ToString() == pinned.ToString()))
            return null;
        followed = ring.Leads(pinned, verified);
        return followed
            ? null
            : ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, $"Pinned is {pinned}, the file names {verified[0]}.");
    }
}
