using System.Buffers.Binary;

namespace Registry.Domain.Bundle;

/// <summary>
/// Whether a zip is its members, one after another from the first byte on, and its directory, with nothing between them: a
/// file that the directory does not name can be in it and would be seen by whoever reads a zip from its beginning
/// (APPNOTE.TXT 4.3.7, 4.3.9, 4.3.12).
/// </summary>
internal static class ZipLayout
{
    private const int LocalLength = 30;
    private const uint LocalSignature = 0x04034b50;
    private const int CentralLength = 46;
    private const uint CentralSignature = 0x02014b50;
    private const ushort LargeExtra = 1;

    // System.IO.Compression writes it before the header of a member without content.
    private static ReadOnlySpan<byte> EmptyBlock => [0, 0, 0, 0xff, 0xff];

    private sealed record Member(long Offset, long Length, bool IsDescribed);

    /// <param name="directory">The directory's bytes.</param>
    /// <param name="end">Where the directory begins.</param>
    public static bool IsGapless(Stream file, ReadOnlySpan<byte> directory, long end)
    {
        var members = new List<Member>();
        while (!directory.IsEmpty)
        {
            if (!TryTake(ref directory, out var member))
                return false;
            members.Add(member!);
        }
        var next = 0L;
        var before = new Member(0, 0, IsDescribed: false);
        foreach (var member in members.OrderBy(member => member.Offset).Append(new(end, 0, IsDescribed: false)))
        {
            if (member.Offset > end)
                return false;
            if (!IsNoGap(before, member.Offset - next) && !(EndsInEmptyBlock(file, member.Offset) && IsNoGap(before, member.Offset - next - EmptyBlock.Length)))
                return false;
            if (member.Offset == end)
                return members.Count > 0;
            if (!TryEnd(file, member, end, out next))
                return false;
            before = member;
        }
        return false;
    }

    // What a writer could not know beforehand stands behind the data: checksum and sizes, of four bytes or eight, with or without a
    // signature. Of nothing it is known.
    private static bool IsNoGap(Member before, long gap) =>
        before.IsDescribed ? gap is 12 or 16 or 20 or 24 || gap == 0 && before.Length == 0 : gap == 0;

    private static bool EndsInEmptyBlock(Stream file, long at)
    {
        if (at < EmptyBlock.Length)
            return false;
        Span<byte> bytes = stackalloc byte[EmptyBlock.Length];
        file.Position = at - EmptyBlock.Length;
        file.ReadExactly(bytes);
        return bytes.SequenceEqual(EmptyBlock);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> directory, out Member? member)
    {
        member = null;
        if (directory.Length < CentralLength || U32(directory, 0) != CentralSignature)
            return false;
        var (name, extra, comment) = (U16(directory, 28), U16(directory, 30), U16(directory, 32));
        if (directory.Length < CentralLength + name + extra + comment)
            return false;
        var extras = directory.Slice(CentralLength + name, extra);
        var (length, whole, offset) = ((long)U32(directory, 20), U32(directory, 24), (long)U32(directory, 42));
        // Each number that does not fit stands among the extras, in this order.
        var at = whole == uint.MaxValue ? 8 : 0;
        if (length == uint.MaxValue && !TryLarge(extras, at, out length))
            return false;
        if (offset == uint.MaxValue && !TryLarge(extras, at + (U32(directory, 20) == uint.MaxValue ? 8 : 0), out offset))
            return false;
        member = new(offset, length, (U16(directory, 8) & 8) != 0);
        directory = directory[(CentralLength + name + extra + comment)..];
        return length >= 0 && offset >= 0;
    }

    private static bool TryLarge(ReadOnlySpan<byte> extras, int at, out long value)
    {
        value = 0;
        while (extras.Length >= 4)
        {
            var length = U16(extras, 2);
            if (extras.Length < 4 + length)
                return false;
            if (U16(extras, 0) == LargeExtra)
            {
                if (length < at + 8)
                    return false;
                value = BinaryPrimitives.ReadInt64LittleEndian(extras[(4 + at)..]);
                return true;
            }
            extras = extras[(4 + length)..];
        }
        return false;
    }

    private static bool TryEnd(Stream file, Member member, long end, out long next)
    {
        next = 0;
        if (member.Offset > end - LocalLength || member.Length > end)
            return false;
        Span<byte> header = stackalloc byte[LocalLength];
        file.Position = member.Offset;
        file.ReadExactly(header);
        next = member.Offset + LocalLength + U16(header, 26) + U16(header, 28) + member.Length;
        return U32(header, 0) == LocalSignature && next <= end;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
