using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Registry.Domain.Log;

/// <summary>One signature line of a note: <c>— name base64(key id ‖ signature)</c>. Not verified by being here.</summary>
public sealed class NoteSignature
{
    private const string LineStart = "\u2014 ";
    private const int IdLength = 4;

    private readonly byte[] _signature;

    internal NoteSignature(string name, uint keyId, byte[] signature) =>
        (Name, KeyId, _signature) = (name, keyId, signature);

    /// <summary>The name of the key that is said to have signed.</summary>
    public string Name { get; }

    /// <summary>The id of the key that is said to have signed.</summary>
    public uint KeyId { get; }

    /// <summary>The signature bytes after the key id; their form depends on the key's type.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>The line without its newline.</summary>
    public override string ToString()
    {
        var blob = new byte[IdLength + _signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(blob, KeyId);
        _signature.CopyTo(blob, IdLength);
        return $"{LineStart}{Name} {Convert.ToBase64String(blob)}";
    }

    /// <summary>Reads one line. The key type being unknown, any length above the key id's is accepted.</summary>
    internal static bool TryParse(ReadOnlySpan<char> line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(LineStart, StringComparison.Ordinal))
            return false;
        line = line[LineStart.Length..];
        var space = line.IndexOf(' ');
        if (space < 0 || !NoteName.IsValid(line[..space]))
            return false;
        if (!StrictBase64.TryDecode(line[(space + 1)..], out var blob) || blob.Length <= IdLength)
            return false;
        signature = new NoteSignature(
            line[..space].ToString(), BinaryPrimitives.ReadUInt32BigEndian(blob), blob[IdLength..]);
        return true;
    }
}
