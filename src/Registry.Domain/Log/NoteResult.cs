using System.Diagnostics.CodeAnalysis;

namespace Registry.Domain.Log;

/// <summary>Why a note was rejected.</summary>
public enum NoteFault
{
    /// <summary>It was not rejected.</summary>
    None,

    /// <summary>Above <see cref="SignedNote.MaxLength"/> or <see cref="SignedNote.MaxSignatures"/>.</summary>
    TooLarge,

    /// <summary>Not UTF-8, control characters, no blank line, or a bad signature line.</summary>
    Malformed,

    /// <summary>A known key's signature does not verify: the note was changed, or made up.</summary>
    BadSignature,

    /// <summary>No known key signed it. Says nothing for or against the text.</summary>
    NoKnownSignature,

    /// <summary>Two of the known keys have the same name and id, so that a signature cannot be attributed.</summary>
    AmbiguousKeys,

    /// <summary>The text is signed, but it is not a checkpoint.</summary>
    NotACheckpoint,

    /// <summary>The text is a signed checkpoint of another log.</summary>
    OtherOrigin,

    /// <summary>The checkpoint is sound, and the proof does not lead from the entry to its root.</summary>
    NotIncluded,
}

/// <summary>A value, or the reason why there is none.</summary>
/// <typeparam name="T">What was read from the note.</typeparam>
/// <param name="Value">Null exactly when there is a fault.</param>
/// <param name="Fault">The kind of fault, for programs.</param>
/// <param name="Reason">The fault in words, for people; empty when there is none.</param>
public sealed record NoteResult<T>(T? Value, NoteFault Fault, string Reason)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;

    internal static NoteResult<T> Of(T value) => new(value, NoteFault.None, "");

    internal static NoteResult<T> No(NoteFault fault, string reason) => new(null, fault, reason);
}

/// <summary>A note of which at least one known key's signature has been verified, and none has failed.</summary>
public sealed class VerifiedNote
{
    internal VerifiedNote(SignedNote note, IReadOnlyList<NoteSignature> verified) => (Note, Verified) = (note, verified);

    /// <summary>The whole note.</summary>
    public SignedNote Note { get; }

    /// <summary>The text, which can now be relied on.</summary>
    public string Text => Note.Text;

    /// <summary>The signatures that verified, in the order of the note. Never empty.</summary>
    public IReadOnlyList<NoteSignature> Verified { get; }
}
