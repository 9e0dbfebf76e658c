using Registry.Domain.Anchoring;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>What whoever verifies brings along. Nothing in a bundle can take its place.</summary>
/// <param name="Now">The verifier's clock; ages are measured against it.</param>
public sealed record BundleDemands(DateTimeOffset Now)
{
    /// <summary>The log's key as known from elsewhere; null to take the bundle's own, which proves less.</summary>
    public NoteVerifierKey? Key { get; init; }

    /// <summary>The authority's root: it must have endorsed the authority's keys that are there, and the log's.</summary>
    public RootKey? Root { get; init; }

    /// <summary>The log that the bundle must be of; null for the one that the key names.</summary>
    public string? Origin { get; init; }

    /// <summary>Which logs and witnesses are trusted, and how many of them must have cosigned. It pins the log's key as well.</summary>
    public TlogPolicy? Policy { get; init; }

    /// <summary>Roots of the time-stamp authorities that are trusted: one of them at least must have stamped the log.</summary>
    public TimeStampRoots? TimeStampRoots { get; init; }

    /// <summary>The last checkpoint that was seen: the bundle's must extend it.</summary>
    public Checkpoint? Last { get; init; }

    /// <summary>How old the checkpoint may be by what others have stated about it.</summary>
    public TimeSpan? MaxAge { get; init; }
}
