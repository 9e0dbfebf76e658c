using System.Globalization;

namespace Registry.Domain.Log;

/// <summary>
/// The path of a tile (C2SP tlog-tiles, "Merkle Tree"): <c>tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]</c> for up to 256 hashes of one row
/// of the tree, <c>tile/entries/&lt;N&gt;[.p/&lt;W&gt;]</c> for the entries themselves.
/// </summary>
/// <param name="Level">Row in steps of eight levels, 0 to 7; null for entries.</param>
/// <param name="Index">Number of the tile in its row.</param>
/// <param name="Width">Hashes or entries in it: 256 for a full tile, 1 to 255 for a partial one.</param>
public readonly record struct TilePath(int? Level, long Index, int Width)
{
    /// <summary>Levels of the tree in one tile.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int FullWidth = 1 << Height;

    // A 63-bit size has 63 levels of nodes; a row above the seventh would stand for more entries than there can be.
    private const int MaxLevel = 7;

    private const string Entries = "entries";

    /// <summary>The first hash of the tile, counted in its row.</summary>
    public long FirstInRow => Index * FullWidth;

    /// <summary>
    /// The widest such tile that a log of that size has: full, partial, or nothing (0). "If the tile is empty, it MUST NOT be
    /// served": its row ends where complete subtrees do.
    /// </summary>
    public static int WidthAt(int? level, long index, long size) =>
        (int)Math.Clamp((size >> ((level ?? 0) * Height)) - (index * FullWidth), 0, FullWidth);

    /// <summary>
    /// Whether a log may serve this tile under a checkpoint of <paramref name="size"/>: full where the row is, or a partial
    /// one that the row has reached.
    /// </summary>
    public bool IsWithin(long size) =>
        Index <= size >> Height && Width <= WidthAt(Level, Index, size);

    /// <summary>Reads a path strictly: what is accepted is exactly what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The path from <c>tile/</c> on.</param>
    /// <param name="path">The path, when true is returned.</param>
    public static bool TryParse(string text, out TilePath path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = default;
        var parts = text.Split('/');
        if (parts.Length < 3 || parts[0] != "tile" || !TryLevel(parts[1], out var level))
            return false;

        var width = FullWidth;
        var groups = parts.AsSpan(2);
        if (groups.Length >= 2 && groups[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(groups[^1], NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is 0 or >= FullWidth)
                return false;
            groups[^2] = groups[^2][..^2];
            groups = groups[..^1];
        }

        if (!TryIndex(groups, out var index))
            return false;
        var read = new TilePath(level, index, width);
        // Catches leading zeros and superfluous groups.
        if (read.ToString() != text)
            return false;
        path = read;
        return true;
    }

    /// <summary>The path, with the index in groups of three digits: 1234067 is <c>x001/x234/067</c>.</summary>
    public override string ToString()
    {
        var index = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
            index = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{index}");
        var level = Level?.ToString(CultureInfo.InvariantCulture) ?? Entries;
        var partial = Width == FullWidth ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}");
        return $"tile/{level}/{index}{partial}";
    }

    private static bool TryLevel(string text, out int? level)
    {
        level = null;
        if (text == Entries)
            return true;
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxLevel;
        level = number;
        return read;
    }

    private static bool TryIndex(ReadOnlySpan<string> groups, out long index)
    {
        index = 0;
        // Five groups reach past any tile of a log that could be filled in this century, and cannot overflow.
        if (groups.Length is 0 or > 5)
            return false;
        for (var i = 0; i < groups.Length; i++)
        {
            var digits = i < groups.Length - 1 && groups[i].StartsWith('x') ? groups[i].AsSpan(1) : groups[i].AsSpan();
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var group))
                return false;
            index = (index * 1000) + group;
        }
        return true;
    }
}
