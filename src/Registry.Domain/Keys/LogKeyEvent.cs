namespace Registry.Domain.Keys;

/// <summary>A fact about a key that signs checkpoints of a log.</summary>
public abstract record LogKeyEvent
{
    private LogKeyEvent() { }

    /// <summary>The log's first key, told before it introduces another or is endorsed.</summary>
    /// <param name="Vkey">C2SP verifier key.</param>
    public sealed record Registered(string Vkey) : LogKeyEvent;

    /// <summary>A further key. Checkpoints over this entry carry its line, beside those of the keys before it.</summary>
    /// <param name="By">Vkey of the key that introduces it.</param>
    /// <param name="Note">The <see cref="LogKeyIntroduction"/>.</param>
    public sealed record Introduced(string Vkey, string By, string Note) : LogKeyEvent;

    /// <summary>The key signs no tree that holds this entry. Notes over smaller ones stay good.</summary>
    public sealed record Retired(string Vkey, RetirementReason Reason) : LogKeyEvent;

    /// <summary>
    /// As <see cref="Retired"/>; besides, what it introduced from <paramref name="From"/> on is not to be followed.
    /// </summary>
    /// <param name="Log">Origin of the log that <paramref name="From"/> is an index of.</param>
    /// <param name="From">Decimal index of the first entry from which on somebody else may have held the key.</param>
    public sealed record Compromised(
        string Vkey, string Log, string From, CompromiseReason Reason, CompromiseReporter ReportedBy) : LogKeyEvent;

    /// <summary>The root's signature over the <see cref="KeyEndorsement"/>.</summary>
    /// <param name="Root">SubjectPublicKeyInfo of the root, DER, base64.</param>
    /// <param name="RootAlgorithm">Name of its algorithm.</param>
    /// <param name="Signature">base64url.</param>
    /// <param name="Transcript">SHA-256 of the ceremony's transcript, hexadecimal.</param>
    public sealed record Endorsed(string Vkey, string Root, string RootAlgorithm, string Signature, string Transcript) : LogKeyEvent;
}
