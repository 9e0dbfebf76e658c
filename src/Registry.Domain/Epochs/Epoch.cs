namespace Registry.Domain.Epochs;

/// <summary>How a log began, where it follows another.</summary>
/// <param name="After">Origin of the log before.</param>
public sealed record Epoch(EpochId Id, string After)
{
    public static Epoch Evolve(Epoch? state, EpochId id, EpochEvent fact) => (state, fact) switch
    {
        (null, EpochEvent.DiscontinuityRecorded recorded) => new(id, recorded.After),
        _ => throw new CorruptStreamException(id.ToString(), state?.After, fact.GetType().Name),
    };
}
