using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>
/// A public key that may sign notes, known to its users as a "vkey" text:
/// <c>name+hex(key id)+base64(type ‖ public key)</c> (C2SP signed-note, Verifier keys).
/// </summary>
/// <remarks>
/// Signature types 0x01, Ed25519, for logs and 0x04, timestamped Ed25519, for witnesses. Which of them is wanted is said
/// when the key is made or read, so that a witness can never stand in for a log. Safe for many threads at once.
/// </remarks>
public sealed class NoteVerifierKey
{
    /// <summary>The signature type byte of plain Ed25519 note signatures.</summary>
    public const byte Ed25519Type = 0x01;

    /// <summary>The signature type byte of timestamped Ed25519 cosignatures (C2SP tlog-cosignature v1.0.1).</summary>
    public const byte CosignatureType = 0x04;

    private readonly byte[] _publicKey;
    private readonly IVerificationKey _key;

    private NoteVerifierKey(string name, byte type, byte[] publicKey, IVerificationKey key)
    {
        (Name, Type, _publicKey, _key) = (name, type, publicKey, key);
        Id = IdOf(name, type, publicKey);
    }

    /// <summary>The name of the key: for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>The signature type byte.</summary>
    public byte Type { get; }

    /// <summary>SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4], big-endian. Finds a key, proves nothing.</summary>
    public uint Id { get; }

    /// <summary>Makes a log's key from the 32 bytes of RFC 8032 5.1.5.</summary>
    /// <exception cref="ArgumentException">The name or the key is not valid.</exception>
    public static NoteVerifierKey FromEd25519(string name, ReadOnlySpan<byte> publicKey) => Make(name, Ed25519Type, publicKey);

    /// <summary>Makes a witness's key from the 32 bytes of RFC 8032 5.1.5.</summary>
    /// <exception cref="ArgumentException">The name or the key is not valid.</exception>
    public static NoteVerifierKey CosignerFromEd25519(string name, ReadOnlySpan<byte> publicKey) =>
        Make(name, CosignatureType, publicKey);

    /// <summary>Reads a log's vkey strictly: what is accepted is exactly what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The vkey, without a line end.</param>
    /// <param name="key">The key, when true is returned.</param>
    /// <param name="reason">What is wrong, when false is returned.</param>
    public static bool TryParse(string text, out NoteVerifierKey? key, out string? reason) =>
        TryParse(text, Ed25519Type, out key, out reason);

    /// <summary>Reads a witness's vkey; otherwise as <see cref="TryParse(string, out NoteVerifierKey?, out string?)"/>.</summary>
    public static bool TryParseCosigner(string text, out NoteVerifierKey? key, out string? reason) =>
        TryParse(text, CosignatureType, out key, out reason);

    /// <summary>Whether a key may have this name.</summary>
    public static bool IsName(string name) => NoteName.IsValid(name);

    /// <summary>The raw public key.</summary>
    public byte[] ToPublicKey() => [.. _publicKey];

    /// <summary>What a root has to sign so that this key may sign checkpoints of the log it is named after.</summary>
    public KeyEndorsement ToEndorsement() => new(
        KeyEndorsement.Checkpoint, Name, Ed25519.Name, Convert.ToBase64String(Ed25519.SpkiFromRaw(_publicKey)));

    /// <summary>The vkey text.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. _publicKey])}");

    /// <summary>Whether the signature, without its key id, is of this text by this key.</summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => Type == CosignatureType
        ? Cosignature.Verify(_key, text, signature)
        : _key.Verify(text, signature);

    /// <summary>Whether a signature line names this key. Proves nothing.</summary>
    public bool IsNamedBy(NoteSignature line) => line.Name == Name && line.KeyId == Id;

    private static NoteVerifierKey Make(string name, byte type, ReadOnlySpan<byte> publicKey)
    {
        if (!NoteName.IsValid(name))
            throw new ArgumentException("Not a name for a note's key.", nameof(name));
        var key = Ed25519.ImportRawPublicKey(publicKey)
            ?? throw new ArgumentException("Not an Ed25519 public key.", nameof(publicKey));
        return new NoteVerifierKey(name, type, publicKey.ToArray(), key);
    }

    private static bool TryParse(string text, byte type, out NoteVerifierKey? key, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        (key, reason) = (null, null);
        // The name has no plus and comes first; base64 may have some, so split at the first two only.
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !NoteName.IsValid(parts[0]))
            reason = "a verifier key is name+id+key";
        else if (!StrictBase64.TryDecode(parts[2], out var material) || material.Length == 0)
            reason = "the key is not canonical base64";
        else if (material[0] != type)
            reason = $"signature type 0x{material[0]:x2} is not 0x{type:x2}, which is needed here";
        else if (Ed25519.ImportRawPublicKey(material.AsSpan(1)) is not { } imported)
            reason = "not a valid Ed25519 public key";
        else
        {
            var parsed = new NoteVerifierKey(parts[0], type, material[1..], imported);
            if (parsed.ToString() == text)
                key = parsed;
            else
                reason = "the id does not belong to this name and key";
        }

        return key is not null;
    }

    // C2SP signed-note, Signatures: key ID = SHA-256(key name || 0x0A || signature type || public key)[:4]
    private static uint IdOf(string name, byte type, byte[] publicKey) => BinaryPrimitives.ReadUInt32BigEndian(
        LogHash.Sha256([.. Encoding.UTF8.GetBytes(name), 0x0A, type, .. publicKey]).AsSpan());
}
