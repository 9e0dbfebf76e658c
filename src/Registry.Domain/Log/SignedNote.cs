using System.Text;

namespace Registry.Domain.Log;

/// <summary>
/// A text and its signatures (C2SP signed-note v1.0.0): the text, which ends in a newline, a blank line, and one
/// line for each signature. Parsing proves nothing; <see cref="Open"/> does.
/// </summary>
public sealed class SignedNote
{
    /// <summary>"Verifiers … MUST accept at least up to 16 signatures"; the same 100 as Go's sumdb/note.</summary>
    public const int MaxSignatures = 100;

    /// <summary>In UTF-8 bytes. Room for 100 post-quantum signatures of near 5 kB each.</summary>
    public const int MaxLength = 1 << 20;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What the signatures cover: everything up to the blank line, with the last newline.</summary>
    public string Text { get; }

    /// <summary>All signature lines in their order, known or not, verified or not.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Signs a text. Every signer covers the text only, so the order has no meaning.</summary>
    /// <exception cref="ArgumentException">The text cannot be a note's, or there is no signer.</exception>
    public static SignedNote Sign(string text, params IReadOnlyList<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        Require(text, signers.Count);
        return new SignedNote(text, [.. signers.Select(signer => signer.Sign(text))]);
    }

    /// <summary>Puts a text and signatures of it together. Whether they are of it is not looked at.</summary>
    /// <exception cref="ArgumentException">The text cannot be a note's, or there is no signature.</exception>
    public static SignedNote Of(string text, IReadOnlyList<NoteSignature> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        Require(text, signatures.Count);
        return new SignedNote(text, signatures);
    }

    /// <summary>Parses UTF-8 bytes as they came.</summary>
    public static NoteResult<SignedNote> Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
            return Reject(NoteFault.TooLarge, "the note is too long");
        try
        {
            return Parse(StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            return Reject(NoteFault.Malformed, "the note is not UTF-8");
        }
    }

    /// <summary>Parses a note. <see cref="ToString"/> of the result is the same string.</summary>
    public static NoteResult<SignedNote> Parse(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (note.Length > MaxLength || Encoding.UTF8.GetByteCount(note) > MaxLength)
            return Reject(NoteFault.TooLarge, "the note is too long");
        if (!NoteText.IsValid(note))
            return Reject(NoteFault.Malformed, "the note has control characters or broken surrogates");

        // "the text is separated from the signatures by the last empty line in the note"
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || blank + 2 == note.Length || !note.EndsWith('\n'))
            return Reject(NoteFault.Malformed, "the note has no block of signatures");

        var lines = note.AsSpan(blank + 2, note.Length - blank - 3);
        var signatures = new List<NoteSignature>();
        foreach (var line in lines.Split('\n'))
        {
            if (signatures.Count == MaxSignatures)
                return Reject(NoteFault.TooLarge, "the note has too many signatures");
            if (!NoteSignature.TryParse(lines[line], out var signature))
                return Reject(NoteFault.Malformed, $"signature line {signatures.Count + 1} is malformed");
            signatures.Add(signature);
        }

        return NoteResult<SignedNote>.Of(new SignedNote(note[..(blank + 1)], signatures));
    }

    /// <summary><see cref="Parse(string)"/>, then <see cref="Verify"/> with the known keys.</summary>
    public static NoteResult<VerifiedNote> Open(string note, params IReadOnlyList<NoteVerifierKey> known)
    {
        var parsed = Parse(note);
        return parsed.Ok ? parsed.Value.Verify(known) : NoteResult<VerifiedNote>.No(parsed.Fault, parsed.Reason);
    }

    /// <summary>
    /// Verifies every signature of a known key (C2SP signed-note, Signatures). Signatures of other keys are
    /// ignored "even if they share a name or ID (but not both) with a known key"; a known key's bad signature
    /// rejects the whole note; so does having no signature of a known key.
    /// Cost: one verification for each signature of a known key.
    /// </summary>
    public NoteResult<VerifiedNote> Verify(params IReadOnlyList<NoteVerifierKey> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var keys = new Dictionary<(string, uint), NoteVerifierKey>();
        foreach (var key in known)
            if (!keys.TryAdd((key.Name, key.Id), key) && keys[(key.Name, key.Id)].ToString() != key.ToString())
                return NoteResult<VerifiedNote>.No(NoteFault.AmbiguousKeys, $"two known keys are {key.Name}+{key.Id:x8}");

        var text = Encoding.UTF8.GetBytes(Text);
        var verified = new List<NoteSignature>();
        foreach (var signature in Signatures)
        {
            if (!keys.TryGetValue((signature.Name, signature.KeyId), out var key))
                continue;
            if (!key.Verify(text, signature.Signature.Span))
            {
                return NoteResult<VerifiedNote>.No(
                    NoteFault.BadSignature, $"the signature of {key.Name}+{key.Id:x8} does not verify");
            }

            verified.Add(signature);
        }

        return verified.Count == 0
            ? NoteResult<VerifiedNote>.No(NoteFault.NoKnownSignature, "no known key signed the note")
            : NoteResult<VerifiedNote>.Of(new VerifiedNote(this, verified));
    }

    /// <summary>The note with one more signature line at the end, as a witness returns it.</summary>
    /// <exception cref="ArgumentException">There are too many signatures already.</exception>
    public SignedNote With(NoteSignature signature) => Signatures.Count < MaxSignatures
        ? new SignedNote(Text, [.. Signatures, signature])
        : throw new ArgumentException("A note has at most 100 signatures.", nameof(signature));

    /// <summary>The note as it is stored and sent, in UTF-8.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
            note.Append(signature).Append('\n');
        return note.ToString();
    }

    private static void Require(string text, int signatures)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.EndsWith('\n') || !NoteText.IsValid(text))
            throw new ArgumentException("A note's text ends in a newline and has no other control characters.", nameof(text));
        if (signatures is 0 or > MaxSignatures)
            throw new ArgumentException("A note has 1 to 100 signatures.", nameof(signatures));
    }

    private static NoteResult<SignedNote> Reject(NoteFault fault, string reason) => NoteResult<SignedNote>.No(fault, reason);
}
