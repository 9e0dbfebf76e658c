namespace Registry.Domain.Keys;

/// <summary>A key that signs checkpoints, as the log records it.</summary>
/// <param name="Roots">Public keys of the roots that endorse it.</param>
public sealed record LogKey(LogKeyId Id, string Vkey, IReadOnlyList<string> Roots)
{
    /// <summary>Neither retired nor compromised.</summary>
    public bool IsLive { get; init; } = true;

    public static LogKey Evolve(LogKey? state, LogKeyId id, LogKeyEvent fact) => (state, fact) switch
    {
        (null, LogKeyEvent.Registered r) => new(id, r.Vkey, []),
        (null, LogKeyEvent.Introduced i) => new(id, i.Vkey, []),
        ({ } key, LogKeyEvent.Retired or LogKeyEvent.Compromised) => key with { IsLive = false },
        ({ } key, LogKeyEvent.Endorsed e) => key with { Roots = [.. key.Roots, e.Root] },
        _ => throw new CorruptStreamException(id.ToString(), state?.Vkey, fact.GetType().Name),
    };
}
