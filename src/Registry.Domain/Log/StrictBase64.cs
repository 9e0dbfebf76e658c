using System.Buffers;
using System.Buffers.Text;

namespace Registry.Domain.Log;

/// <summary>
/// Base64 in its one canonical spelling. The BCL also accepts white space and stray bits in the last character
/// (RFC 4648 3.5); then two texts would mean the same bytes, and a changed text could pass unseen.
/// </summary>
internal static class StrictBase64
{
    // What is compared on the stack: salts, hashes, keys and signatures.
    private const int OnStack = 256;

    /// <summary>RFC 4648 section 4, with padding.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var written))
            return false;
        if (written != bytes.Length)
            bytes = bytes[..written];
        Span<char> again = text.Length <= OnStack ? stackalloc char[text.Length] : new char[text.Length];
        return Convert.TryToBase64Chars(bytes, again, out written) && text.SequenceEqual(again[..written]);
    }

    /// <summary>RFC 4648 section 5, without padding.</summary>
    public static bool TryDecodeUrl(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
            return false;
        bytes = new byte[length];
        Span<char> again = text.Length <= OnStack ? stackalloc char[text.Length] : new char[text.Length];
        // Not TryDecodeFromChars, which throws at stray bits in the last character.
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) is OperationStatus.Done && written == length
            && Base64Url.TryEncodeToChars(bytes, again, out written) && text.SequenceEqual(again[..written]);
    }

    /// <summary>As <see cref="TryDecode(ReadOnlySpan{char}, out byte[])"/>, of a text of UTF-8 that must fill the bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        Span<byte> again = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        return text.Length == again.Length && Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done
            && written == bytes.Length
            && Base64.EncodeToUtf8(bytes, again, out _, out _) == OperationStatus.Done && text.SequenceEqual(again);
    }
}
