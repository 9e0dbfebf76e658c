using System.Buffers.Binary;

namespace Registry.Domain.Log;

/// <summary>Entries in a row, each after its length as a big-endian 16-bit number (C2SP tlog-tiles, "Log Entries").</summary>
public static class EntryBundle
{
    /// <exception cref="ArgumentException">An entry has more than 65,535 bytes.</exception>
    public static byte[] Write(IReadOnlyList<byte[]> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var bytes = new byte[entries.Sum(entry => sizeof(ushort) + entry.Length)];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            if (entry.Length > ushort.MaxValue)
                throw new ArgumentException("An entry of a bundle has at most 65,535 bytes.", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + entry.Length)..];
        }
        return bytes;
    }

    /// <summary>Takes a bundle apart; null when it ends within an entry.</summary>
    public static IReadOnlyList<byte[]>? Read(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < sizeof(ushort) || bundle.Length - sizeof(ushort) < BinaryPrimitives.ReadUInt16BigEndian(bundle))
                return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            entries.Add(bundle.Slice(sizeof(ushort), length).ToArray());
            bundle = bundle[(sizeof(ushort) + length)..];
        }
        return entries;
    }
}
