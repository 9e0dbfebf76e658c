using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Registry.Domain.Log;

/// <summary>
/// Takes an entry apart along its template. There is no need for a JSON parser: in canonical form the members are
/// always the same, in the same order, and without escapes, so anything else is refused where it differs.
/// </summary>
internal ref struct LogEntryReader
{
    private readonly int _length;
    private ReadOnlySpan<byte> _rest;
    private string? _fault;

    private LogEntryReader(ReadOnlySpan<byte> bytes)
    {
        _rest = bytes;
        _length = bytes.Length;
    }

    /// <summary>The entry, or null with the reason. The caller compares it with the bytes once more.</summary>
    public static LogEntry? Read(ReadOnlySpan<byte> bytes, out string? reason)
    {
        var reader = new LogEntryReader(bytes);
        var alg = reader.Text("{\"alg\":\""u8);
        var commit = reader.Hash("\",\"commit\":\""u8);
        var id = reader.Uuid("\",\"id\":\""u8);
        var kid = reader.Text("\",\"kid\":\""u8);
        var log = reader.Text("\",\"log\":\""u8);
        var sig = reader.Text("\",\"sig\":\""u8);
        var stream = reader.Uuid("\",\"stream\":\""u8);
        var tags = reader.Tags();
        var time = reader.Time(tags.Length == 0 ? "\",\"time\":\""u8 : "\"],\"time\":\""u8);
        var type = reader.Text("\",\"type\":\""u8);
        reader.Expect("\",\"v\":1,\"version\":"u8);
        var version = reader.Number();
        reader.Expect("}"u8);
        reader.End();

        reason = reader._fault;
        return reason is not null ? null : new LogEntry
        {
            Alg = alg, Commit = commit, Id = id, Kid = kid, Log = log, Sig = sig, Stream = stream, Tags = tags, Time = time,
            Type = type, Version = version,
        };
    }

    private void Expect(ReadOnlySpan<byte> literal)
    {
        if (_rest.StartsWith(literal))
            _rest = _rest[literal.Length..];
        else
            Fail($"expected {Encoding.UTF8.GetString(literal)}");
    }

    // Decoders are lenient here: another spelling fails the comparison with the bytes.
    private ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> label)
    {
        Expect(label);
        var end = _rest.IndexOf((byte)'"');
        if (end < 0)
        {
            Fail("expected a string");
            return [];
        }

        var text = _rest[..end];
        _rest = _rest[end..];
        return text;
    }

    // What is not ASCII becomes a question mark here, and fails the comparison with the bytes.
    private string Text(ReadOnlySpan<byte> label) => Encoding.ASCII.GetString(Bytes(label));

    private LogHash Hash(ReadOnlySpan<byte> label)
    {
        Span<byte> hash = stackalloc byte[LogHash.Length];
        if (Base64Url.DecodeFromUtf8(Bytes(label), hash, out _, out var length) == OperationStatus.Done && length == hash.Length)
            return LogHash.FromBytes(hash);
        Fail("expected a hash");
        return default;
    }

    private Guid Uuid(ReadOnlySpan<byte> label)
    {
        var text = Bytes(label);
        if (Utf8Parser.TryParse(text, out Guid id, out var read, 'D') && read == text.Length)
            return id;
        Fail("expected a guid");
        return default;
    }

    // The round-trip format is the same with four more decimals, and read many times as fast.
    private DateTimeOffset Time(ReadOnlySpan<byte> label)
    {
        var text = Bytes(label);
        Span<byte> round = stackalloc byte[28];
        if (text.Length == 24 && text[^1] == 'Z')
        {
            text[..^1].CopyTo(round);
            "0000Z"u8.CopyTo(round[23..]);
            if (Utf8Parser.TryParse(round, out DateTimeOffset time, out var read, 'O') && read == round.Length)
                return time;
        }
        Fail("expected a time");
        return default;
    }

    private string[] Tags()
    {
        if (!_rest.StartsWith("\",\"tags\":[\""u8))
            return [];
        var tags = new List<string> { Text("\",\"tags\":[\""u8) };
        while (_rest.StartsWith("\",\""u8))
            tags.Add(Text("\",\""u8));
        return [.. tags];
    }

    private long Number()
    {
        if (Utf8Parser.TryParse(_rest, out long value, out var read))
        {
            _rest = _rest[read..];
            return value;
        }

        Fail("expected a number");
        return default;
    }

    private void End()
    {
        if (!_rest.IsEmpty)
            Fail("expected the end");
    }

    // The first fault is the true one; what follows stems from it.
    private void Fail(string what) => _fault ??= $"{what} at byte {_length - _rest.Length}";
}
