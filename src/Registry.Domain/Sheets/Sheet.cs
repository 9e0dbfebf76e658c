namespace Registry.Domain.Sheets;

/// <summary>One printed page, as OFD and PDF both show it. Lengths are millimetres from the upper left corner.</summary>
public sealed record Sheet(IReadOnlyList<SheetText> Texts, IReadOnlyList<SheetImage> Images)
{
    /// <summary>A4 (ISO 216).</summary>
    public const double Width = 210;

    /// <summary>A4 (ISO 216).</summary>
    public const double Height = 297;

    /// <summary>Under all else on the page; null for none.</summary>
    public Watermark? Watermark { get; init; }
}

/// <summary>One line of text.</summary>
/// <param name="X">Left end.</param>
/// <param name="Y">Baseline.</param>
/// <param name="Size">Of a full-width character.</param>
public sealed record SheetText(double X, double Y, double Size, string Text);

/// <summary>A picture.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Side">It is a square.</param>
public sealed record SheetImage(double X, double Y, double Side, ReadOnlyMemory<byte> Png);
