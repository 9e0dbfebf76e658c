namespace Registry.Domain.Keys;

/// <summary>A key that signs events, as the log records it.</summary>
public sealed record SigningKey(SigningKeyId Id, string Kid, string Algorithm, string PublicKey, string Owner)
{
    public static SigningKey Evolve(SigningKey? state, SigningKeyId id, SigningKeyEvent fact) => (state, fact) switch
    {
        (null, SigningKeyEvent.Registered r) => new(id, r.Kid, r.Algorithm, r.PublicKey, r.Owner),
        _ => throw new CorruptStreamException(id.ToString(), state?.Kid, fact.GetType().Name),
    };
}
