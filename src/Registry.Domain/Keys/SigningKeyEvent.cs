namespace Registry.Domain.Keys;

/// <summary>A fact about one signing key. Key records are events, and validity is judged by log position.</summary>
public abstract record SigningKeyEvent
{
    private SigningKeyEvent() { }

    /// <param name="Kid">base64url of the first 12 bytes of SHA-256 over the SubjectPublicKeyInfo.</param>
    /// <param name="Algorithm">Fixed here, never taken from a message.</param>
    /// <param name="PublicKey">SubjectPublicKeyInfo, DER, base64.</param>
    /// <param name="Owner">The agency's USCC, or the authority's region code for the platform's own key.</param>
    public sealed record Registered(string Kid, string Algorithm, string PublicKey, string Owner) : SigningKeyEvent;
}
