using System.Buffers.Text;

namespace Registry.Domain.Log;

/// <summary>
/// Base64 in its one canonical spelling. The BCL also accepts white space and stray bits in the last character
/// (RFC 4648 3.5); then two texts would mean the same bytes, and a changed text could pass unseen.
/// </summary>
internal static class StrictBase64
{
    /// <summary>RFC 4648 section 4, with padding.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        var buffer = new byte[text.Length];
        bytes = Convert.TryFromBase64Chars(text, buffer, out var written) ? buffer[..written] : [];
        return text.SequenceEqual(Convert.ToBase64String(bytes));
    }

    /// <summary>RFC 4648 section 5, without padding.</summary>
    public static bool TryDecodeUrl(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
            return false;
        bytes = new byte[length];
        return Base64Url.TryDecodeFromChars(text, bytes, out var written)
            && written == length
            && text.SequenceEqual(Base64Url.EncodeToString(bytes));
    }
}
