namespace Registry.Projections.Log;

/// <summary>
/// The clock was set back: nothing is sequenced until it has passed the last move again. Time within a log only
/// increases; a checkpoint older than the entries under it ended a public log (Sectigo Mammoth2025h1).
/// </summary>
public sealed class LogClockException(string message) : IOException(message);
