using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Registry.Domain.Log;

/// <summary>
/// A log's promise about all its entries so far (C2SP tlog-checkpoint v1.0.0): three lines with the origin, the
/// size in decimal and the root in base64.
/// </summary>
/// <remarks>
/// The log never signs two checkpoints that are not consistent. This type cannot see to that: whoever calls
/// <see cref="Sign"/> has checked against the last checkpoint signed.
/// </remarks>
public sealed record Checkpoint
{
    /// <summary>Makes a checkpoint.</summary>
    /// <exception cref="ArgumentException">No log can have this origin, size or root.</exception>
    public Checkpoint(string origin, long size, LogHash root)
        : this(origin, size, root, "")
    {
        if ((FormFaultOf(this) ?? EmptyRootFaultOf(this)) is { } fault)
            throw new ArgumentException(fault);
    }

    private Checkpoint(string origin, long size, LogHash root, string extensions) =>
        (Origin, Size, Root, Extensions) = (origin, size, root, extensions);

    /// <summary>Which log: its public URL without scheme.</summary>
    public string Origin { get; }

    /// <summary>The number of entries.</summary>
    public long Size { get; }

    /// <summary>The root of the Merkle tree over them (RFC 6962 2.1).</summary>
    public LogHash Root { get; }

    /// <summary>
    /// Extension lines of a checkpoint that was read, each with its newline; else empty. They are kept because the
    /// signature covers them. This project writes none: monitors cannot audit them.
    /// </summary>
    public string Extensions { get; }

    /// <summary>Reads a checkpoint's text, strictly: <see cref="ToText"/> of the result is the same string.</summary>
    /// <param name="text">The text of a note, with its last newline.</param>
    /// <param name="checkpoint">The checkpoint, when true is returned.</param>
    /// <param name="reason">What is wrong, when false is returned.</param>
    public static bool TryParse(string text, out Checkpoint? checkpoint, out string? reason)
    {
        if (TryParseForm(text, out checkpoint, out reason) && EmptyRootFaultOf(checkpoint) is { } fault)
            (checkpoint, reason) = (null, fault);
        return checkpoint is not null;
    }

    /// <summary>As <see cref="TryParse"/>, but lets an empty log have any root, for a witness's answer to that.</summary>
    internal static bool TryParseForm(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        (checkpoint, reason) = (null, null);
        var lines = text.Split('\n', 4);
        if (lines.Length != 4)
        {
            reason = "a checkpoint has at least three lines";
            return false;
        }

        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            reason = "the size is not a decimal number without leading zeros";
        else if (!LogHash.TryFromBase64(lines[2], out var root))
            reason = "the root is not 32 bytes in canonical base64";
        else
        {
            var read = new Checkpoint(lines[0], size, root, lines[3]);
            reason = FormFaultOf(read);
            checkpoint = reason is null ? read : null;
        }

        return checkpoint is not null;
    }

    /// <summary>Opens a checkpoint signed by a pinned key. Cost: one signature verification.</summary>
    /// <param name="note">The whole note.</param>
    /// <param name="key">The pinned key of the log.</param>
    /// <param name="origin">The pinned origin; when null, the name of the key, which should be the same.</param>
    public static NoteResult<Checkpoint> Open(string note, NoteVerifierKey key, string? origin = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Open(note, [key], origin ?? key.Name);
    }

    /// <summary>Opens a checkpoint that at least one of these keys signed, and none of them wrongly.</summary>
    public static NoteResult<Checkpoint> Open(string note, IReadOnlyList<NoteVerifierKey> keys, string origin)
    {
        var opened = SignedNote.Open(note, keys);
        if (!opened.Ok)
            return NoteResult<Checkpoint>.No(opened.Fault, opened.Reason);
        if (!TryParse(opened.Value.Text, out var checkpoint, out var reason) || checkpoint is null)
            return NoteResult<Checkpoint>.No(NoteFault.NotACheckpoint, reason ?? "");
        return checkpoint.Origin == origin
            ? NoteResult<Checkpoint>.Of(checkpoint)
            : NoteResult<Checkpoint>.No(NoteFault.OtherOrigin, $"the checkpoint is of {checkpoint.Origin}");
    }

    /// <summary>The text that is signed.</summary>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n{Extensions}");

    /// <summary>Signs the checkpoint under its origin, with a line for each signer, in their order.</summary>
    /// <exception cref="ArgumentException">A signer is another log's, or the checkpoint has extension lines.</exception>
    public SignedNote Sign(params IReadOnlyList<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        // "The log's key name in its signature line SHOULD match the origin line."
        if (signers.Any(signer => signer.Name != Origin) || Extensions.Length != 0)
            throw new ArgumentException("A log signs its own checkpoints only, and without extension lines.", nameof(signers));
        return SignedNote.Sign(ToText(), signers);
    }

    // RFC 6962 2.1 leaves the empty tree one root.
    private static string? EmptyRootFaultOf(Checkpoint it) =>
        it.Size == 0 && it.Root != MerkleTree.EmptyRoot ? "the root is not that of an empty log" : null;

    private static string? FormFaultOf(Checkpoint it)
    {
        if (it.Origin.Length == 0 || it.Origin.Contains('\n', StringComparison.Ordinal) || !NoteText.IsValid(it.Origin))
            return "the origin is not a line of text";
        if (it.Size < 0)
            return "the size is negative";
        // "Extension lines, if any, MUST be non-empty."
        if (it.Extensions.Length == 0)
            return null;
        var empty = it.Extensions[0] == '\n' || it.Extensions.Contains("\n\n", StringComparison.Ordinal);
        return empty || !it.Extensions.EndsWith('\n') || !NoteText.IsValid(it.Extensions)
            ? "an extension line is empty or unfinished"
            : null;
    }
}
