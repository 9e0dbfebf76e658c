using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>The key given with --vkey: the text itself, or a file, with it as first line, as /log/{tenant}/vkey serves it.</summary>
internal static class PinnedKey
{
    /// <summary>True without a key when none was given; false with the reason when what was given is none.</summary>
    public static bool TryRead(string? given, out NoteVerifierKey? key, out string? reason)
    {
        (key, reason) = (null, null);
        if (given is null)
            return true;
        var text = (File.Exists(given) ? File.ReadAllText(given) : given).Trim().Split('\n')[0];
        return NoteVerifierKey.TryParse(text.Trim(), out key, out reason);
    }
}
