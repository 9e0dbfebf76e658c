using System.Globalization;
using System.Text;
using Registry.Domain.Sheets;
using SkiaSharp;

namespace Registry.Api.Documents;

/// <summary>
/// The typeface of certificates, which ships with the program: WenQuanYi Micro Hei (Apache-2.0), the characters of GB 2312 and all
/// of the first CJK block (U+4E00-9FA5). It is loaded once, for that takes longer than to write a page.
/// </summary>
internal static class CertificateFont
{
    public const string Resource = "WenQuanYiMicroHei.ttf";

    private static readonly Lazy<byte[]> Whole = new(Load);
    private static readonly Lazy<SKTypeface> Loaded = new(() => TypefaceOf(Whole.Value));

    public static SKTypeface Typeface => Loaded.Value;

    /// <summary>
    /// The text with each character that the typeface lacks spelled out, as 〔U+20BB7〕: names have rare characters (GB 18030 has
    /// four times as many), and an empty box on a certificate is a wrong name that nobody notices.
    /// </summary>
    public static string Shown(string text)
    {
        if (text.EnumerateRunes().All(Has))
            return text;
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            if (Has(rune))
                shown.Append(rune);
            else
                shown.Append(CultureInfo.InvariantCulture, $"〔U+{rune.Value:X4}〕");
        return shown.ToString();
    }

    /// <summary>The typeface with what the texts need and no more: Skia embeds a typeface whole, here 1.5 MB.</summary>
    public static SKTypeface For(IEnumerable<string> texts) => TypefaceOf(TrueTypeSubset.Of(
        Whole.Value, texts.SelectMany(text => text.EnumerateRunes()).Select(rune => (int)Typeface.GetGlyph(rune.Value)).Distinct()));

    private static bool Has(Rune rune) => Typeface.GetGlyph(rune.Value) != 0;

    private static SKTypeface TypefaceOf(byte[] font)
    {
        using var data = SKData.CreateCopy(font);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The typeface of certificates cannot be read.");
    }

    private static byte[] Load()
    {
        using var stream = typeof(CertificateFont).Assembly.GetManifestResourceStream(Resource)!;
        var font = new byte[stream.Length];
        stream.ReadExactly(font);
        return font;
    }
}
