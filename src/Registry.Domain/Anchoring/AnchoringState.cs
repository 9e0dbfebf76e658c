namespace Registry.Domain.Anchoring;

/// <summary>How well the log is held by others, in order of severity.</summary>
public enum AnchoringState
{
    /// <summary>Witnesses and time-stamp authorities confirm it as often as they should.</summary>
    Anchored,

    /// <summary>They have not for a while. Everything works; somebody should look.</summary>
    Degraded,

    /// <summary>They have not for too long: nothing is taken in and no personal data is shown until they do again.</summary>
    Closed,
}

/// <summary>
/// After X-Road's <c>acceptable-timestamp-failure-period</c> (14,400 s by default): evidence that stalls too long stops the
/// service, instead of going on unnoticed.
/// </summary>
/// <param name="ClosedAfter">Null never closes.</param>
public sealed record AnchoringLimits(TimeSpan DegradedAfter, TimeSpan? ClosedAfter)
{
    /// <summary>The state that this age means.</summary>
    /// <param name="age">Since the last confirmation; null where none is due.</param>
    public AnchoringState Of(TimeSpan? age)
    {
        if (age is not { } since)
            return AnchoringState.Anchored;
        if (since >= ClosedAfter)
            return AnchoringState.Closed;
        return since >= DegradedAfter ? AnchoringState.Degraded : AnchoringState.Anchored;
    }
}
