using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Registry.Domain.Documents.Pdf;

/// <summary>
/// A PDF as our own writer makes it (ISO 32000-1): one cross-reference table, objects in clear. Never one of somebody else: what is not as
/// expected is a fault of ours.
/// </summary>
internal sealed partial class PlainPdf
{
    private const int EntryLength = 20;

    private readonly string _text;
    private readonly int _entries;

    public PlainPdf(byte[] bytes)
    {
        _text = Encoding.Latin1.GetString(bytes);
        TableAt = Number(Tail().Match(_text), 1);
        var table = Table().Match(_text, TableAt);
        (Size, _entries) = (Number(table, 1), table.Index + table.Length);
        Trailer = Inner(_text.IndexOf("trailer", TableAt, StringComparison.Ordinal));
        Catalog = Number(RootOf().Match(Trailer), 1);
        Page = FirstPage(Number(PagesOf().Match(Dictionary(Catalog)), 1));
    }

    /// <summary>Where the cross-reference table begins.</summary>
    public int TableAt { get; }

    /// <summary>The first free number.</summary>
    public int Size { get; }

    /// <summary>What is in the trailer's dictionary.</summary>
    public string Trailer { get; }

    public int Catalog { get; }

    /// <summary>The first one's number.</summary>
    public int Page { get; }

    /// <summary>What is in an object's dictionary.</summary>
    public string Dictionary(int number) => Inner(int.Parse(
        _text.AsSpan(_entries + (number * EntryLength), 10), NumberStyles.None, CultureInfo.InvariantCulture));

    private int FirstPage(int node)
    {
        while (KidsOf().Match(Dictionary(node)) is { Success: true } kids)
            node = Number(kids, 1);
        return node;
    }

    private string Inner(int from)
    {
        var start = _text.IndexOf("<<", from, StringComparison.Ordinal) + 2;
        var end = EndOf().Match(_text, start);
        return end.Success ? _text[start..end.Index] : throw Unexpected();
    }

    private static int Number(Match match, int group) => match.Success
        ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : throw Unexpected();

    private static InvalidOperationException Unexpected() => new("The PDF that was written is not of the form that is signed.");

    [GeneratedRegex(@"startxref\s+(\d+)\s+%%EOF\s*\z")]
    private static partial Regex Tail();

    [GeneratedRegex(@"\Gxref\n0 (\d+)\n")]
    private static partial Regex Table();

    [GeneratedRegex(@">>\s*(?:endobj|startxref)")]
    private static partial Regex EndOf();

    [GeneratedRegex(@"/Root (\d+) 0 R")]
    private static partial Regex RootOf();

    [GeneratedRegex(@"/Pages (\d+) 0 R")]
    private static partial Regex PagesOf();

    [GeneratedRegex(@"/Kids \[(\d+) 0 R")]
    private static partial Regex KidsOf();
}
