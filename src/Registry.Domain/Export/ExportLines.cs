namespace Registry.Domain.Export;

/// <summary>Splits a stream at its line feeds in constant memory. Judges nothing.</summary>
public sealed class ExportLines(Stream input)
{
    // Stays in the processor's cache until it is looked at.
    private const int Piece = 1 << 17;

    // Room for one byte more than a line may have, so that the verifier sees that it is too long.
    private readonly byte[] buffer = new byte[ExportFormat.MaxLineLength + 1];
    private int start;
    private int filled;

    /// <summary>Hands a file to the verifier up to its first fault.</summary>
    public static ExportVerdict Verify(Stream input, ExportVerifier verifier)
    {
        var lines = new ExportLines(input);
        while (lines.TryNext(out var line, out var ended))
        {
            if (!ended)
                return verifier.TakeUnended();
            if (verifier.Take(line) is { } fault)
                return fault;
        }
        return verifier.Finish();
    }

    /// <summary>False at the end of the file. A line without its line feed; cut at the size of the buffer.</summary>
    /// <param name="ended">False when the file ends and no line feed ends the line.</param>
    public bool TryNext(out ReadOnlySpan<byte> line, out bool ended)
    {
        var searched = 0;
        while (true)
        {
            line = buffer.AsSpan(start, filled - start);
            if (line[searched..].IndexOf((byte)'\n') is >= 0 and var feed)
            {
                line = line[..(searched + feed)];
                start += line.Length + 1;
                return ended = true;
            }
            if (line.Length == buffer.Length)
                return ended = true;
            searched = line.Length;
            if (!Fill())
            {
                line = buffer.AsSpan(start, filled - start);
                ended = false;
                return !line.IsEmpty;
            }
        }
    }

    private bool Fill()
    {
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (start, filled) = (0, filled - start);
        var read = input.Read(buffer, filled, Math.Min(Piece, buffer.Length - filled));
        filled += read;
        return read > 0;
    }
}
