using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Registry.Domain.Log;

/// <summary>A SHA-256 value. 32 bytes in place, nothing on the heap; <c>default</c> is 32 zero bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct LogHash : IEquatable<LogHash>
{
    /// <summary>The number of bytes.</summary>
    public const int Length = 32;

    // The bytes as they lie in memory; the numbers mean nothing and depend on the machine's byte order.
    private readonly ulong _a, _b, _c, _d;

    /// <summary>Takes exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are more or fewer: a bug of the caller's.</exception>
    public static LogHash FromBytes(ReadOnlySpan<byte> bytes) => TryFromBytes(bytes, out var hash)
        ? hash
        : throw new ArgumentException("A hash has 32 bytes.", nameof(bytes));

    /// <summary>Takes exactly 32 bytes; false when there are more or fewer.</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out LogHash hash)
    {
        var fits = bytes.Length == Length;
        hash = fits ? MemoryMarshal.Read<LogHash>(bytes) : default;
        return fits;
    }

    /// <summary>Reads standard base64 with padding, in its one canonical spelling.</summary>
    public static bool TryFromBase64(ReadOnlySpan<char> text, out LogHash hash)
    {
        hash = default;
        return StrictBase64.TryDecode(text, out var bytes) && TryFromBytes(bytes, out hash);
    }

    /// <inheritdoc cref="TryFromBase64(ReadOnlySpan{char}, out LogHash)"/>
    public static bool TryFromBase64(ReadOnlySpan<byte> utf8, out LogHash hash)
    {
        hash = default;
        return StrictBase64.TryDecode(utf8, MemoryMarshal.AsBytes(new Span<LogHash>(ref hash)));
    }

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    public static bool TryFromHex(ReadOnlySpan<char> text, out LogHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        hash = default;
        return text.Length == 2 * Length
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            && TryFromBytes(bytes, out hash);
    }

    /// <summary>SHA-256 of one piece.</summary>
    public static LogHash Sha256(ReadOnlySpan<byte> data)
    {
        var hash = default(LogHash);
        SHA256.HashData(data, MemoryMarshal.AsBytes(new Span<LogHash>(ref hash)));
        return hash;
    }

    /// <summary>A view of the 32 bytes, valid as long as the variable it is taken from.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(new ReadOnlySpan<LogHash>(in this));

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>Writes the 32 bytes to the start of the destination.</summary>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>Standard base64 with padding: 44 characters, as checkpoints and proofs want it.</summary>
    public string ToBase64() => Convert.ToBase64String(AsSpan());

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(AsSpan());

    /// <inheritdoc cref="ToHex"/>
    public override string ToString() => ToHex();

    /// <summary>Hashes are public: comparison is not constant-time.</summary>
    public bool Equals(LogHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LogHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    public static bool operator ==(LogHash left, LogHash right) => left.Equals(right);

    public static bool operator !=(LogHash left, LogHash right) => !left.Equals(right);
}
