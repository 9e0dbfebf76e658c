namespace Registry.Domain.Keys;

/// <summary>A fact about one signing key. Key records are events, and validity is judged by log position.</summary>
public abstract record SigningKeyEvent
{
    private SigningKeyEvent() { }

    /// <param name="Kid">base64url of the first 12 bytes of SHA-256 over the SubjectPublicKeyInfo.</param>
    /// <param name="Algorithm">Fixed here, never taken from a message.</param>
    /// <param name="PublicKey">SubjectPublicKeyInfo, DER, base64.</param>
    /// <param name="Owner">The agency's USCC, the authority's region code for the platform's own key, or a <see cref="Issuers.KeyOwner"/>.</param>
    public sealed record Registered(string Kid, string Algorithm, string PublicKey, string Owner) : SigningKeyEvent;

    /// <summary>The certificate of a key that signs credentials or certificates.</summary>
    /// <param name="Certificate">X.509, DER, base64.</param>
    public sealed record Certified(string Kid, string Certificate) : SigningKeyEvent;

    /// <summary>The key signs nothing from this entry on. What it signed before stays good.</summary>
    public sealed record Retired(string Kid, RetirementReason Reason) : SigningKeyEvent;

    /// <summary>
    /// Somebody else may have held the key: what it signed from <paramref name="From"/> on is suspect, and it signs nothing
    /// from this entry on.
    /// </summary>
    /// <param name="Log">Origin of the log that <paramref name="From"/> is an index of.</param>
    /// <param name="From">Decimal index of the first entry that is suspect; text, since JSON numbers end at 2^53.</param>
    public sealed record Compromised(
        string Kid, string Log, string From, CompromiseReason Reason, CompromiseReporter ReportedBy) : SigningKeyEvent;

    /// <summary>The root's signature over the <see cref="KeyEndorsement"/> of a key of the authority.</summary>
    /// <param name="Root">SubjectPublicKeyInfo of the root, DER, base64.</param>
    /// <param name="RootAlgorithm">Name of its algorithm.</param>
    /// <param name="Signature">base64url.</param>
    /// <param name="Transcript">SHA-256 of the ceremony's transcript, hexadecimal.</param>
    public sealed record Endorsed(string Kid, string Root, string RootAlgorithm, string Signature, string Transcript) : SigningKeyEvent;
}

/// <summary>Why a key was retired. A code and no text, so that nothing personal can slip in.</summary>
public enum RetirementReason
{
    /// <summary>Its time was up.</summary>
    Scheduled,

    /// <summary>The owner went over to another algorithm or another place for its keys.</summary>
    Replaced,

    /// <summary>The owner no longer acts.</summary>
    OwnerGone,
}

/// <summary>What is known about a compromise.</summary>
public enum CompromiseReason
{
    /// <summary>Nothing is proven.</summary>
    Suspected,

    /// <summary>The private key was seen outside its place.</summary>
    KeyExposed,

    /// <summary>The device that holds it is gone.</summary>
    DeviceLost,

    /// <summary>Entries were signed that the owner did not make.</summary>
    Misused,
}

/// <summary>Who said that a key is compromised; the actor in the event's metadata is who recorded it.</summary>
public enum CompromiseReporter
{
    /// <summary>The agency, or the authority for its own key.</summary>
    Owner,

    /// <summary>Whoever runs the platform.</summary>
    Operator,

    /// <summary>Somebody who verified the history.</summary>
    Auditor,

    /// <summary>A supervising body.</summary>
    Regulator,
}
