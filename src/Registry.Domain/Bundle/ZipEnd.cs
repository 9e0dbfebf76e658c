using System.Buffers.Binary;

namespace Registry.Domain.Bundle;

/// <summary>
/// Looks at the end of a zip before anything is allocated for its directory: it must be small, reach right up to its end
/// record, and have no comment (APPNOTE.TXT 4.3.14 to 4.3.16). A file that was cut has no such end.
/// </summary>
internal static class ZipEnd
{
    private const int EndLength = 22;
    private const uint EndSignature = 0x06054b50;
    private const int LocatorLength = 20;
    private const uint LocatorSignature = 0x07064b50;
    private const int LargeEndLength = 56;
    private const uint LargeEndSignature = 0x06064b50;

    /// <summary>Room for three times the members that a bundle can have.</summary>
    private const long MaxDirectory = 1 << 16;

    /// <param name="directory">The directory's bytes.</param>
    /// <param name="start">Where it begins.</param>
    public static bool IsSound(Stream file, out byte[] directory, out long start)
    {
        (directory, start) = ([], 0);
        var at = file.Length - EndLength;
        if (at < 0 || Read(file, at, EndLength) is var end && U32(end, 0) != EndSignature || U16(end, 20) != 0)
            return false;
        (var length, start) = ((long)U32(end, 12), (long)U32(end, 16));
        if (start == uint.MaxValue && !TryReadLarge(file, ref at, out length, out start))
            return false;
        if (start < 0 || length is < 0 or > MaxDirectory || start + length != at)
            return false;
        directory = Read(file, start, (int)length);
        return true;
    }

    // Zip64, for members beyond 4 GiB: the true numbers stand in another record before the end.
    private static bool TryReadLarge(Stream file, ref long at, out long length, out long start)
    {
        (length, start) = (0, 0);
        var record = at - LocatorLength - LargeEndLength;
        if (record < 0)
            return false;
        var both = Read(file, record, LargeEndLength + LocatorLength);
        (length, start) = (I64(both, 40), I64(both, 48));
        at = record;
        return U32(both, 0) == LargeEndSignature && U32(both, LargeEndLength) == LocatorSignature
            && I64(both, LargeEndLength + 8) == record && start <= record;
    }

    private static byte[] Read(Stream file, long at, int length)
    {
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
