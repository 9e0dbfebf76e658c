using System.Buffers.Binary;
using System.Text;

namespace Registry.Domain.Sheets;

/// <summary>
/// A TrueType font (ISO/IEC 14496-22) reduced to some of its glyphs: the outlines of all others go, and every glyph keeps its
/// number, so that nothing else has to change. What is left compresses to a few kilobytes.
/// </summary>
/// <remarks>For the font that ships with the program, not for fonts of others: it is trusted to be well-formed.</remarks>
public static class TrueTypeSubset
{
    private const int DirectoryHeader = 12;
    private const int DirectoryRow = 16;
    private const int LongOffsets = 1;

    // Flags of a component of a composite glyph (glyf table).
    private const int WordArguments = 0x0001;
    private const int OneScale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int TwoScales = 0x0040;
    private const int Matrix = 0x0080;

    /// <param name="font">With <c>glyf</c> outlines and long offsets in <c>loca</c>.</param>
    /// <param name="glyphs">Numbers; glyph 0 is always kept.</param>
    public static byte[] Of(ReadOnlyMemory<byte> font, IEnumerable<int> glyphs)
    {
        var tables = TablesOf(font);
        var (loca, glyf) = (tables["loca"], tables["glyf"]);
        if (BinaryPrimitives.ReadInt16BigEndian(tables["head"].Span[50..]) != LongOffsets)
            throw new ArgumentException("The font has short offsets.", nameof(font));

        var kept = WithComponents(glyphs.Append(0), loca.Span, glyf.Span);
        var offsets = new byte[loca.Length];
        var outlines = new MemoryStream();
        for (var glyph = 0; glyph < (loca.Length / sizeof(uint)) - 1; glyph++)
        {
            if (kept.Contains(glyph))
                outlines.Write(Outline(glyph, loca.Span, glyf.Span));
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan((glyph + 1) * sizeof(uint)), (uint)outlines.Length);
        }
        tables["loca"] = offsets;
        tables["glyf"] = outlines.ToArray();
        return Assemble(font.Span[..4], tables);
    }

    private static SortedDictionary<string, ReadOnlyMemory<byte>> TablesOf(ReadOnlyMemory<byte> font)
    {
        var tables = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var row = 0; row < BinaryPrimitives.ReadUInt16BigEndian(font.Span[4..]); row++)
        {
            var entry = font.Span[(DirectoryHeader + (row * DirectoryRow))..];
            var (offset, length) = (BinaryPrimitives.ReadInt32BigEndian(entry[8..]), BinaryPrimitives.ReadInt32BigEndian(entry[12..]));
            tables[Encoding.ASCII.GetString(entry[..4])] = font.Slice(offset, length);
        }
        return tables;
    }

    private static ReadOnlySpan<byte> Outline(int glyph, ReadOnlySpan<byte> loca, ReadOnlySpan<byte> glyf) => glyf[
        BinaryPrimitives.ReadInt32BigEndian(loca[(glyph * sizeof(uint))..])
        ..BinaryPrimitives.ReadInt32BigEndian(loca[((glyph + 1) * sizeof(uint))..])];

    private static HashSet<int> WithComponents(IEnumerable<int> glyphs, ReadOnlySpan<byte> loca, ReadOnlySpan<byte> glyf)
    {
        var kept = new HashSet<int>();
        var waiting = new Stack<int>(glyphs);
        while (waiting.TryPop(out var glyph))
            if (kept.Add(glyph))
                foreach (var component in ComponentsOf(Outline(glyph, loca, glyf)))
                    waiting.Push(component);
        return kept;
    }

    private static List<int> ComponentsOf(ReadOnlySpan<byte> outline)
    {
        var components = new List<int>();
        // A composite glyph has a negative number of contours, then its bounding box.
        if (outline.Length == 0 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return components;
        var rest = outline[10..];
        for (var more = true; more;)
        {
            var flags = BinaryPrimitives.ReadUInt16BigEndian(rest);
            components.Add(BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            more = (flags & MoreComponents) != 0;
            rest = rest[(4 + ((flags & WordArguments) != 0 ? 4 : 2) + ScaleLength(flags))..];
        }
        return components;
    }

    private static int ScaleLength(int flags) =>
        (flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0;

    // Checksums of tables are right; that of the whole (head.checkSumAdjustment) is not looked at by readers of PDF and OFD.
    private static byte[] Assemble(ReadOnlySpan<byte> version, SortedDictionary<string, ReadOnlyMemory<byte>> tables)
    {
        var offset = DirectoryHeader + (tables.Count * DirectoryRow);
        var font = new byte[offset + tables.Values.Sum(table => Padded(table.Length))];
        version.CopyTo(font);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Count);
        var powers = 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(DirectoryRow << powers));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)powers);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)((tables.Count * DirectoryRow) - (DirectoryRow << powers)));
        var row = DirectoryHeader;
        foreach (var (tag, table) in tables)
        {
            table.Span.CopyTo(font.AsSpan(offset));
            Encoding.ASCII.GetBytes(tag, font.AsSpan(row));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(row + 4), Sum(font.AsSpan(offset, Padded(table.Length))));
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(row + 8), offset);
            BinaryPrimitives.WriteInt32BigEndian(font.AsSpan(row + 12), table.Length);
            (row, offset) = (row + DirectoryRow, offset + Padded(table.Length));
        }
        return font;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        for (; table.Length > 0; table = table[sizeof(uint)..])
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(table));
        return sum;
    }
}
