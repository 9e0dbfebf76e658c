using System.Text;
using CsvHelper;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>
/// A register's CSV file (RFC 4180), read as often as needed from a stream that can seek. Bytes that the encoding does not
/// have are an error, never replacement characters: a register must not change on its way in.
/// </summary>
internal sealed class RegisterFile
{
    // A quote that is never closed swallows what follows; this ends it.
    private const int MaxRecordSize = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private readonly Stream stream;
    private readonly long start;
    private readonly Encoding encoding;
    private readonly char separator;

    private RegisterFile(Stream stream, long start, Encoding encoding, char separator)
    {
        this.stream = stream;
        this.start = start;
        this.encoding = encoding;
        this.separator = separator;
    }

    public string EncodingName => encoding == Utf8 ? "utf-8" : "gb18030";

    public long BytesRead => stream.Position;

    public long Length => stream.Length;

    /// <summary>Finds byte order mark and encoding; for <c>auto</c> the file is read through.</summary>
    public static RegisterFile Open(Stream stream, RegisterMapping mapping)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("The file is read more than once: the stream must be able to seek.", nameof(stream));
        stream.Position = 0;
        Span<byte> head = stackalloc byte[3];
        var start = stream.ReadAtLeast(head, 3, throwOnEndOfStream: false) == 3 && head.SequenceEqual("\uFEFF"u8) ? 3 : 0;
        var encoding = mapping.Encoding switch
        {
            RegisterEncoding.Utf8 => Utf8,
            RegisterEncoding.Gb18030 => Gb18030,
            _ => start > 0 || IsUtf8(stream) ? Utf8 : Gb18030,
        };
        return new RegisterFile(stream, start, encoding, mapping.Separator);
    }

    /// <summary>All records, the header first. Blank lines are counted and left out.</summary>
    /// <exception cref="DecoderFallbackException">The file is not in its encoding.</exception>
    /// <exception cref="CsvFormatException">A quote is not closed.</exception>
    public IEnumerable<RawRow> Read()
    {
        stream.Position = start;
        CsvMalformedReason? malformed = null;
        var options = CsvReaderOptions.Default with
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = MaxRecordSize,
            OnMalformedRecord = record => malformed = record.Reason,
        };
        // The library decodes on its own only leniently, hence the StreamReader.
        using var text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        for (var number = 1; csv.Read(); number++)
        {
            if (malformed is CsvMalformedReason.UnterminatedQuote)
                throw new CsvFormatException("A quote is not closed.");
            var fields = csv.Current.ToArray();
            if (fields is not [""])
                yield return new RawRow(number, fields, QuotesMalformed: malformed is not null);
            malformed = null;
        }
    }

    private static bool IsUtf8(Stream stream)
    {
        stream.Position = 0;
        using var text = new StreamReader(stream, Utf8, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
        var buffer = new char[1 << 16];
        try
        {
            while (text.Read(buffer) > 0)
            {
            }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

/// <param name="Number">In the file, the header being 1; a record with line breaks within quotes counts once.</param>
internal readonly record struct RawRow(int Number, string[] Fields, bool QuotesMalformed);
