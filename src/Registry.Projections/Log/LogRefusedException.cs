namespace Registry.Projections.Log;

/// <summary>
/// The log will not sign: what is stored does not extend what has been signed before. The message is the evidence an
/// operator needs; nothing is repaired in place (invariant I3).
/// </summary>
public sealed class LogRefusedException(string message) : Exception(message);
