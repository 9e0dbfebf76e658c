using Registry.Domain.Export;

namespace Registry.Domain.Bundle;

/// <summary>
/// Integrity and completeness are two questions: all that is there may be true, and something missing. Null stands for a
/// question that could not be answered because of an earlier one.
/// </summary>
/// <param name="Integrity">Whether what is there is what the log signed.</param>
/// <param name="Completeness">Whether all that the scope promises is there.</param>
/// <param name="Freshness">Whether it is new enough for what was asked.</param>
/// <param name="Summary">Only where the integrity is sound.</param>
public sealed record BundleReport(
    ExportVerdict? Integrity, ExportVerdict? Completeness, ExportVerdict? Freshness, BundleSummary? Summary)
{
    /// <summary>The first answer that is not good, else that all is.</summary>
    public ExportVerdict Verdict =>
        new[] { Integrity, Completeness, Freshness }.FirstOrDefault(verdict => verdict is { Outcome: not ExportOutcome.Ok })
        ?? Integrity!;
}

/// <summary>What a bundle with sound integrity holds.</summary>
/// <param name="Scope">Kind of the scope.</param>
/// <param name="Size">Of the checkpoint.</param>
/// <param name="Root">Of the checkpoint, lower-case hexadecimal.</param>
/// <param name="Entries">In the bundle, key records included.</param>
/// <param name="Withheld">Entries whose payloads are not there.</param>
/// <param name="Erased">Those of them whose personal values were erased, as a later entry says.</param>
/// <param name="ErasedValues">Personal values that are there and that nothing opens any more: an erasure destroyed their key.</param>
/// <param name="Pinned">Whether the key was known beforehand; else it is the file's own word.</param>
/// <param name="Followed">Whether it took introductions in the log to come from the pinned key to the one that signed.</param>
/// <param name="Rooted">Whether the authority's pinned root has endorsed the authority's keys that are there, and the log's.</param>
/// <param name="Suspects">Entries of compromised keys. They are whole, but need another look.</param>
/// <param name="Cosignatures">Of the demanded policy's witnesses.</param>
/// <param name="KnownAt">When enough of them had seen the checkpoint; null when nobody else bears out a time.</param>
/// <param name="TimeStamps">Trees of the log that authorities have stamped, the bundle's own or earlier ones.</param>
/// <param name="ExtendsSize">Size of the last checkpoint, where it was shown to be extended.</param>
/// <param name="Discontinuity">That the log follows one whose tail is lost; null where it does not.</param>
public sealed record BundleSummary(
    string Log, string Scope, long Size, string Root, long Entries, long Withheld, long Erased, long ErasedValues, int Keys, string VerifierKey, bool Pinned, bool Followed,
    bool Rooted, IReadOnlyList<SuspectRange> Suspects, int Cosignatures, DateTimeOffset? KnownAt, IReadOnlyList<StampedTree> TimeStamps, long? ExtendsSize,
    Discontinuity? Discontinuity);

/// <summary>A tree that existed at a time, as an authority has stated (RFC 3161). All entries below its size existed then.</summary>
/// <param name="Authority">Subject of the certificate that signed.</param>
/// <param name="Pinned">Whether the certificate leads to a pinned root; else it is the token's own word.</param>
public sealed record StampedTree(long Size, DateTimeOffset At, string Authority, bool Pinned);
