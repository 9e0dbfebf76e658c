using Registry.Domain.Log;

namespace Registry.Domain.Keys;

/// <summary>
/// How a log's key introduces its successor: a note (C2SP signed-note) with two lines, <c>registry/log-key/v1</c> and the
/// successor's vkey, signed by the key before it. So whoever knows the one can come to trust the other, offline. No
/// checkpoint has such a text: its second line is a size.
/// </summary>
public static class LogKeyIntroduction
{
    private const string Header = "registry/log-key/v1\n";

    public static string Write(NoteSigner by, NoteVerifierKey successor) => SignedNote.Sign(TextOf(successor), by).ToString();

    /// <summary>Whether the note is this key's introduction of that one, and nothing else.</summary>
    public static bool Is(string note, NoteVerifierKey by, NoteVerifierKey successor) =>
        by.Name == successor.Name
        && SignedNote.Parse(note) is { Ok: true, Value: { Signatures.Count: 1 } parsed }
        && parsed.Text == TextOf(successor) && parsed.Verify(by).Ok;

    private static string TextOf(NoteVerifierKey successor) => $"{Header}{successor}\n";
}
