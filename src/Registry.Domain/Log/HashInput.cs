using System.Buffers;

namespace Registry.Domain.Log;

/// <summary>SHA-256 over a domain-separating prefix and a body, without an allocation per hash.</summary>
internal static class HashInput
{
    private const int OnStack = 1024;

    /// <summary>SHA-256(tag ‖ first ‖ second). One copy of the input, which is cheaper than a hash object.</summary>
    /// <remarks>Buffers are cleared before they are returned: salts and payloads pass through here.</remarks>
    public static LogHash Hash(byte tag, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        var length = 1 + first.Length + second.Length;
        if (length <= OnStack)
            return Hash(stackalloc byte[length], tag, first, second);

        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Hash(rented.AsSpan(0, length), tag, first, second);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static LogHash Hash(Span<byte> input, byte tag, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        input[0] = tag;
        first.CopyTo(input[1..]);
        second.CopyTo(input[(1 + first.Length)..]);
        return LogHash.Sha256(input);
    }
}
