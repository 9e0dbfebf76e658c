namespace Registry.Projections.Log;

/// <summary>How far an event has come. Each level holds all below it.</summary>
public enum LogLevel
{
    /// <summary>Committed with its signature, no index yet.</summary>
    Durable,

    /// <summary>It has an index for good.</summary>
    Sequenced,

    /// <summary>It is under a published checkpoint: witnessed, where the log has a witness policy.</summary>
    Published,
}
