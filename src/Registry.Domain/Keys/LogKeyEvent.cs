namespace Registry.Domain.Keys;

/// <summary>A fact about a key that signs checkpoints of a log.</summary>
public abstract record LogKeyEvent
{
    private LogKeyEvent() { }

    /// <param name="Vkey">C2SP verifier key.</param>
    public sealed record Registered(string Vkey) : LogKeyEvent;

    /// <summary>The root's signature over the <see cref="KeyEndorsement"/>.</summary>
    /// <param name="Root">SubjectPublicKeyInfo of the root, DER, base64.</param>
    /// <param name="RootAlgorithm">Name of its algorithm.</param>
    /// <param name="Signature">base64url.</param>
    /// <param name="Transcript">SHA-256 of the ceremony's transcript, hexadecimal.</param>
    public sealed record Endorsed(string Vkey, string Root, string RootAlgorithm, string Signature, string Transcript) : LogKeyEvent;
}
