namespace Registry.Domain.Sheets;

/// <summary>
/// Words in grey that rise across a whole page, over and over, so that no part of it can be cut out without them. Whoever seals or signs
/// the page does so with them on it.
/// </summary>
public sealed record Watermark
{
    /// <summary>Of a full-width character, in millimetres.</summary>
    public const double Size = 4;

    /// <summary>How far a line rises from left to right, in degrees.</summary>
    public const double Rise = 30;

    /// <summary>Of red, green and blue each, of 255: it is seen on a copy, and what lies over it is read.</summary>
    public const byte Grey = 190;

    private const double Left = 15;
    private const double Top = 110;
    private const double Leading = 8;

    private static readonly double Room = (Sheet.Width - (2 * Left)) / Math.Cos(Rise * Math.PI / 180) / Size;

    private readonly string[] _lines;

    /// <param name="words">Each begins a line.</param>
    public Watermark(params string[] words) => _lines = [.. words.SelectMany(text => TextWidth.Wrap(text, Room))];

    /// <summary>What stands where: the left end of each line's baseline.</summary>
    public IEnumerable<SheetText> Texts
    {
        get
        {
            var row = 0;
            for (var y = Top; y < Sheet.Height; y += Leading)
                yield return new(Left, y, Size, _lines[row++ % _lines.Length]);
        }
    }
}
