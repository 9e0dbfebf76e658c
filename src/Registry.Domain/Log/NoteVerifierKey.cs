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
/// Signature types 0x01, Ed25519, and 0xff, SM2 with SM3, for logs and 0x04, timestamped Ed25519, for witnesses. Whose key is
/// wanted is said when it is made or read, so that a witness can never stand in for a log. Safe for many threads at once.
/// </remarks>
public sealed class NoteVerifierKey
{
    /// <summary>The signature type byte of plain Ed25519 note signatures.</summary>
    public const byte Ed25519Type = 0x01;

    /// <summary>The signature type byte of timestamped Ed25519 cosignatures (C2SP tlog-cosignature v1.0.1).</summary>
    public const byte CosignatureType = 0x04;

    /// <summary>
    /// The signature type byte of SM2 with SM3 over the note's text (GB/T 32918.2), for those who must have it. C2SP keeps it for
    /// types without a number, told apart by <see cref="Sm2Identifier"/>, which stands before the key: 04 ‖ X ‖ Y.
    /// </summary>
    public const byte Sm2Type = 0xff;

    /// <summary>What follows the type byte of an SM2 key.</summary>
    public static ReadOnlySpan<byte> Sm2Identifier => "registry/checkpoint/sm2-with-sm3/v1\n"u8;

    private readonly byte[] _material;
    private readonly IVerificationKey _key;

    // The material is what follows the type byte in a vkey.
    private NoteVerifierKey(string name, byte type, byte[] material, IVerificationKey key)
    {
        (Name, Type, _material, _key) = (name, type, material, key);
        Id = IdOf(name, type, material);
    }

    /// <summary>The name of the key: for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>Name of the algorithm: Ed25519 or SM2SM3.</summary>
    public string Algorithm => _key.Algorithm;

    /// <summary>The signature type byte.</summary>
    public byte Type { get; }

    /// <summary>SHA-256(name ‖ 0x0A ‖ type ‖ identifier, if any ‖ public key)[:4], big-endian. Finds a key, proves nothing.</summary>
    public uint Id { get; }

    /// <summary>Makes a log's key from the 32 bytes of RFC 8032 5.1.5.</summary>
    /// <exception cref="ArgumentException">The name or the key is not valid.</exception>
    public static NoteVerifierKey FromEd25519(string name, ReadOnlySpan<byte> publicKey) => Make(name, Ed25519Type, publicKey);

    /// <summary>Makes a log's second key from 04 ‖ X ‖ Y.</summary>
    /// <exception cref="ArgumentException">The name or the key is not valid.</exception>
    public static NoteVerifierKey FromSm2(string name, ReadOnlySpan<byte> publicKey) =>
        Make(name, Sm2Type, [.. Sm2Identifier, .. publicKey]);

    /// <summary>Makes a witness's key from the 32 bytes of RFC 8032 5.1.5.</summary>
    /// <exception cref="ArgumentException">The name or the key is not valid.</exception>
    public static NoteVerifierKey CosignerFromEd25519(string name, ReadOnlySpan<byte> publicKey) =>
        Make(name, CosignatureType, publicKey);

    /// <summary>Reads a log's vkey strictly: what is accepted is exactly what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The vkey, without a line end.</param>
    /// <param name="key">The key, when true is returned.</param>
    /// <param name="reason">What is wrong, when false is returned.</param>
    public static bool TryParse(string text, out NoteVerifierKey? key, out string? reason) =>
        TryParse(text, [Ed25519Type, Sm2Type], out key, out reason);

    /// <summary>Reads a witness's vkey; otherwise as <see cref="TryParse(string, out NoteVerifierKey?, out string?)"/>.</summary>
    public static bool TryParseCosigner(string text, out NoteVerifierKey? key, out string? reason) =>
        TryParse(text, [CosignatureType], out key, out reason);

    /// <summary>Whether a key may have this name.</summary>
    public static bool IsName(string name) => NoteName.IsValid(name);

    /// <summary>The raw public key.</summary>
    public byte[] ToPublicKey() => Type == Sm2Type ? _material[Sm2Identifier.Length..] : [.. _material];

    /// <summary>What a root has to sign so that this key may sign checkpoints of the log it is named after.</summary>
    public KeyEndorsement ToEndorsement() => new(
        KeyEndorsement.Checkpoint, Name, _key.Algorithm,
        Convert.ToBase64String(Type == Sm2Type ? Sm2.SpkiFromRaw(ToPublicKey()) : Ed25519.SpkiFromRaw(_material)));

    /// <summary>The vkey text.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. _material])}");

    /// <summary>Whether the signature, without its key id, is of this text by this key.</summary>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => Type == CosignatureType
        ? Cosignature.Verify(_key, text, signature)
        : _key.Verify(text, signature);

    /// <summary>Whether a signature line names this key. Proves nothing.</summary>
    public bool IsNamedBy(NoteSignature line) => line.Name == Name && line.KeyId == Id;

    private static NoteVerifierKey Make(string name, byte type, ReadOnlySpan<byte> material)
    {
        if (!NoteName.IsValid(name))
            throw new ArgumentException("Not a name for a note's key.", nameof(name));
        var key = Import(type, material) ?? throw new ArgumentException("Not a public key of its type.", nameof(material));
        return new NoteVerifierKey(name, type, material.ToArray(), key);
    }

    private static IVerificationKey? Import(byte type, ReadOnlySpan<byte> material) =>
        type != Sm2Type ? Ed25519.ImportRawPublicKey(material)
        : material.StartsWith(Sm2Identifier) ? Sm2.ImportRawPublicKey(material[Sm2Identifier.Length..])
        : null;

    private static bool TryParse(string text, ReadOnlySpan<byte> types, out NoteVerifierKey? key, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        (key, reason) = (null, null);
        // The name has no plus and comes first; base64 may have some, so split at the first two only.
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !NoteName.IsValid(parts[0]))
            reason = "a verifier key is name+id+key";
        else if (!StrictBase64.TryDecode(parts[2], out var material) || material.Length == 0)
            reason = "the key is not canonical base64";
        else if (!types.Contains(material[0]))
            reason = $"signature type 0x{material[0]:x2} is not 0x{types[0]:x2}, which is needed here";
        else if (Import(material[0], material.AsSpan(1)) is not { } imported)
            reason = material[0] == Sm2Type ? "not a valid SM2 public key" : "not a valid Ed25519 public key";
        else
        {
            var parsed = new NoteVerifierKey(parts[0], material[0], material[1..], imported);
            if (parsed.ToString() == text)
                key = parsed;
            else
                reason = "the id does not belong to this name and key";
        }

        return key is not null;
    }

    // C2SP signed-note, Signatures: key ID = SHA-256(key name || 0x0A || signature type || public key)[:4]
    private static uint IdOf(string name, byte type, byte[] material) => BinaryPrimitives.ReadUInt32BigEndian(
        LogHash.Sha256([.. Encoding.UTF8.GetBytes(name), 0x0A, type, .. material]).AsSpan());
}
