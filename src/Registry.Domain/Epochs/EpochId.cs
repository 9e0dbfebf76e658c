using Registry.Domain.Events;

namespace Registry.Domain.Epochs;

/// <summary>The stream of one epoch of a log.</summary>
public readonly record struct EpochId(Guid Value) : IStreamId<EpochId>
{
    public static EpochId Of(Guid value) => new(value);

    /// <param name="origin">Of the log that the epoch is.</param>
    public static EpochId Of(string origin) => new(NameBasedId.Of("log-epoch", origin));

    public override string ToString() => Value.ToString("D");
}
