using System.Globalization;

namespace Registry.Domain.Keys;

/// <summary>A key that signs events, as the log records it.</summary>
public sealed record SigningKey(SigningKeyId Id, string Kid, string Algorithm, string PublicKey, string Owner)
{
    /// <summary>Neither retired nor compromised.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>The first entry that is suspect, and the log it is an entry of.</summary>
    public Suspicion? Suspicion { get; init; }

    /// <summary>Public keys of the roots that endorse it.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    public static SigningKey Evolve(SigningKey? state, SigningKeyId id, SigningKeyEvent fact) => (state, fact) switch
    {
        (null, SigningKeyEvent.Registered r) => new(id, r.Kid, r.Algorithm, r.PublicKey, r.Owner),
        // A log that follows another introduces its keys anew: nothing of what is known of them changes.
        ({ } key, SigningKeyEvent.Registered) => key,
        ({ } key, SigningKeyEvent.Certified) => key,
        ({ } key, SigningKeyEvent.Retired) => key with { IsLive = false },
        ({ } key, SigningKeyEvent.Compromised c) => key with
        {
            IsLive = false,
            Suspicion = new(c.Log, long.Parse(c.From, NumberStyles.None, CultureInfo.InvariantCulture)),
        },
        ({ } key, SigningKeyEvent.Endorsed e) => key.Roots.Contains(e.Root) ? key : key with { Roots = [.. key.Roots, e.Root] },
        _ => throw new CorruptStreamException(id.ToString(), state?.Kid, fact.GetType().Name),
    };
}

/// <param name="Log">Origin of the log.</param>
/// <param name="From">Index in it.</param>
public sealed record Suspicion(string Log, long From);
