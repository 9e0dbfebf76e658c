namespace Registry.Domain;

/// <summary>
/// A stream that no sequence of decisions can have written: it does not begin with its opening event, or holds one of
/// an unknown type. A bug or tampering, so folding stops.
/// </summary>
public sealed class CorruptStreamException(string stream, string? state, string fact)
    : Exception($"Stream {stream} in state {state ?? "(none)"} cannot hold {fact}.");
