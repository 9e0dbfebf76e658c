using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Registry.Domain.Canonical;

/// <summary>One member of an object on its way to its place.</summary>
internal readonly struct CanonicalMember
{
    private readonly JsonProperty _property;

    // Set only for a name that is written with escapes; the others are compared and copied where they stand.
    private readonly byte[]? _unescaped;

    private CanonicalMember(JsonProperty property, byte[]? unescaped) => (_property, _unescaped) = (property, unescaped);

    public ReadOnlySpan<byte> Name => _unescaped ?? JsonMarshal.GetRawUtf8PropertyName(_property);

    public bool NeedsEscaping => _unescaped is not null;

    public JsonElement Value => _property.Value;

    public string PathSegment => "." + Encoding.UTF8.GetString(Name);

    /// <exception cref="CanonicalJsonException">The name is no Unicode text.</exception>
    public static CanonicalMember Of(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Contains((byte)'\\')) return new(property, Unescaped(property, raw));
        JsonText.RequireUtf8(raw);
        return new(property, null);
    }

    /// <summary>
    /// RFC 8785 3.2.3 sorts by UTF-16 code units. UTF-8 sorts by code points, which differs in one place: the characters
    /// beyond U+FFFF (lead bytes F0 to F4) are surrogates D800 to DFFF in UTF-16 and so come before U+E000 to U+FFFF
    /// (lead bytes EE and EF).
    /// </summary>
    public static int InUtf16Order(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length - b.Length;
        int left = a[same], right = b[same];
        return left >= 0xEE && right >= 0xEE && (left >= 0xF0) != (right >= 0xF0) ? right - left : left - right;
    }

    public static int InUtf16Order(CanonicalMember x, CanonicalMember y) => InUtf16Order(x.Name, y.Name);

    // Apart from Of, so that only names with escapes pay for the closure.
    private static byte[] Unescaped(JsonProperty property, ReadOnlySpan<byte> raw) =>
        JsonText.Unescaped(raw, () => property.Name);
}
