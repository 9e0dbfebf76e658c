namespace Registry.Domain.Canonical;

/// <summary>
/// Where a canonical form is written. The pieces are a few bytes each, and half of the time of checking an export went into
/// the interface calls and the growth of the base library's writer.
/// </summary>
internal sealed class CanonicalOutput(int capacity)
{
    private byte[] bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Write(ReadOnlySpan<byte> piece) => piece.CopyTo(Take(piece.Length));

    /// <summary>The next bytes, to be written by the caller.</summary>
    public Span<byte> Take(int count)
    {
        if (count > bytes.Length - length)
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + count));
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}
