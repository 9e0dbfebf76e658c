using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>
/// A timestamped Ed25519 cosignature, type 0x04 (C2SP tlog-cosignature v1.0.1): a witness's statement that, as of a time,
/// this is the largest tree of the log it has seen, and that all it has seen are consistent.
/// </summary>
/// <remarks>
/// The signature line's bytes are <c>u64 time ‖ signature[64]</c>. What is signed does not name the witness: no key
/// may serve two witnesses.
/// </remarks>
public static class Cosignature
{
    /// <summary>Of the signature without its key id.</summary>
    public const int Length = TimeLength + Ed25519.SignatureLength;

    private const int TimeLength = 8;

    /// <summary>When it was made; null when the line is too short or long for a cosignature, or the time is none.</summary>
    /// <param name="line">A signature that has been verified under a witness's key.</param>
    public static DateTimeOffset? TimeOf(NoteSignature line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return SecondsOf(line.Signature.Span) is { } seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    /// <summary>The bytes after the key id in a signature line.</summary>
    internal static byte[] Sign(ISigner signer, string text, long seconds)
    {
        var blob = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(blob, seconds);
        signer.Sign(MessageOf(Encoding.UTF8.GetBytes(text), seconds)).CopyTo(blob, TimeLength);
        return blob;
    }

    internal static bool Verify(IVerificationKey key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        SecondsOf(signature) is { } seconds && key.Verify(MessageOf(text, seconds), signature[TimeLength..]);

    // "It MUST NOT exceed 2^63 - 1".
    private static long? SecondsOf(ReadOnlySpan<byte> signature) =>
        signature.Length == Length && BinaryPrimitives.ReadInt64BigEndian(signature) is >= 0 and var seconds ? seconds : null;

    // "two newline terminated lines followed by the whole note body of the cosigned checkpoint"
    private static byte[] MessageOf(ReadOnlySpan<byte> text, long seconds) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n")), .. text];
}
