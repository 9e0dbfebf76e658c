using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;
using Registry.Domain.Access;
using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>
/// One event as it stands in the log: RFC 8785 JSON of at most 8 KiB. It names the event, commits to its payload
/// and is signed by the agency; nothing personal is in it.
/// </summary>
/// <remarks>
/// Strings are held to characters that JSON never escapes, so that the canonical form is the template in
/// <c>Canonical</c> and nothing else. Build it with <see cref="SignedBy"/>; read it with <see cref="TryRead"/>.
/// </remarks>
public sealed record LogEntry
{
    /// <summary>The version of the format.</summary>
    public const int V = 1;

    /// <summary>The largest entry, in bytes.</summary>
    public const int MaxLength = 8192;

    /// <summary>2^53 − 1: RFC 8785 3.2.2.3 writes numbers as IEEE doubles, which are exact to here.</summary>
    public const long MaxVersion = 9_007_199_254_740_991;

    private static ReadOnlySpan<byte> SignedPrefix => "registry/event/v1\n"u8;

    /// <summary>The origin of the log: an entry cannot be moved to another one.</summary>
    public required string Log { get; init; }

    /// <summary>The id of the event.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name and version of the event type, as <c>licence_granted.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The stream of the event.</summary>
    public required Guid Stream { get; init; }

    /// <summary>The event's number in its stream, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When it was recorded: UTC, whole milliseconds. See <see cref="TimeOf"/>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The <see cref="Log.Commitment"/> to the payload.</summary>
    public required LogHash Commit { get; init; }

    /// <summary>An <see cref="AccessTag"/> for each person whose data an access event is about, in the payload's order; else none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The <see cref="KeyId"/> of the signing key.</summary>
    public string Kid { get; init; } = "";

    /// <summary>The name of the algorithm. To be compared with the key record's, never to be obeyed.</summary>
    public string Alg { get; init; } = "";

    /// <summary>The signature over <see cref="SignedBytes()"/> in base64url; empty before signing.</summary>
    public string Sig { get; init; } = "";

    /// <summary>Cuts a time down to what an entry can hold.</summary>
    public static DateTimeOffset TimeOf(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>A time as an entry writes it: RFC 3339, UTC, milliseconds.</summary>
    public static string TimeText(DateTimeOffset time)
    {
        // The round-trip format is the same with four more decimals, and written many times as fast.
        Span<char> text = stackalloc char[28];
        time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[^5] = 'Z';
        return new string(text[..^4]);
    }

    /// <summary>
    /// Reads an entry strictly: the bytes must be the canonical form of what they say, so that no byte of an entry
    /// can change without changing its meaning or being refused. The signature is not verified.
    /// </summary>
    /// <param name="bytes">The entry from a log, a bundle or anywhere.</param>
    /// <param name="entry">The entry, when true is returned.</param>
    /// <param name="reason">What is wrong, when false is returned.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out LogEntry? entry, out string? reason)
    {
        entry = null;
        if (bytes.Length > MaxLength)
        {
            reason = "an entry has at most 8192 bytes";
            return false;
        }

        var read = LogEntryReader.Read(bytes, out reason);
        if (read is null)
            return false;
        reason = read.Sig.Length == 0 ? "sig is empty" : read.Fault();
        // Catches whatever the reader let through: other spellings of a number, guid or time.
        if (reason is null && !bytes.SequenceEqual(read.Canonical(signed: true, stackalloc byte[bytes.Length])))
            reason = "not in canonical form";
        entry = reason is null ? read : null;
        return reason is null;
    }

    /// <summary>What the signature covers: "registry/event/v1\n" ‖ JCS(entry without sig).</summary>
    /// <exception cref="UnreachableException">A member breaks the format: our own bug.</exception>
    public byte[] SignedBytes() => [.. SignedPrefix, .. Checked(signed: false, stackalloc byte[MaxLength])];

    /// <summary>As <see cref="SignedBytes()"/>, cut out of the bytes that <see cref="TryRead"/> has accepted.</summary>
    internal static byte[] SignedBytes(ReadOnlySpan<byte> accepted)
    {
        // No string of an entry holds a quote, so that this is the member and nothing else.
        var from = accepted.IndexOf("\"sig\":\""u8);
        var rest = accepted[(from + "\"sig\":\""u8.Length)..];
        return [.. SignedPrefix, .. accepted[..from], .. rest[(rest.IndexOf((byte)'"') + "\","u8.Length)..]];
    }

    /// <summary>The bytes of the log: JCS(entry).</summary>
    /// <exception cref="UnreachableException">The entry is unsigned or breaks the format: our own bug.</exception>
    public byte[] ToBytes() => Sig.Length != 0
        ? Checked(signed: true, stackalloc byte[MaxLength]).ToArray()
        : throw new UnreachableException("The entry is not signed.");

    /// <summary>The entry signed with a key: sets <see cref="Kid"/>, <see cref="Alg"/> and <see cref="Sig"/>.</summary>
    public LogEntry SignedBy(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var unsigned = this with { Kid = signer.KeyId, Alg = signer.Algorithm, Sig = "" };
        var signature = signer.Sign(unsigned.SignedBytes());
        return unsigned with { Sig = Base64Url.EncodeToString(signature) };
    }

    /// <summary>Whether this key signed the entry. Key record and log position decide whether it was allowed to.</summary>
    /// <param name="key">Imported with the algorithm of the key record; the entry must name the same.</param>
    public bool VerifySignature(IVerificationKey key) => VerifySignature(key, SignedBytes());

    /// <param name="signed">What <see cref="SignedBytes()"/> gives.</param>
    internal bool VerifySignature(IVerificationKey key, byte[] signed)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Alg == key.Algorithm && StrictBase64.TryDecodeUrl(Sig, out var signature) && key.Verify(signed, signature);
    }

    private ReadOnlySpan<byte> Checked(bool signed, Span<byte> room)
    {
        if (Fault() is { } fault)
            throw new UnreachableException($"Not an entry: {fault}.");
        var canonical = Canonical(signed, room);
        return canonical.Length > 0 ? canonical : throw new UnreachableException("The entry is too long.");
    }

    /// <summary>
    /// RFC 8785 3.2: no white space, members sorted by name, strings that need no escape. Empty when there is no room.
    /// </summary>
    private ReadOnlySpan<byte> Canonical(bool signed, Span<byte> room)
    {
        Span<byte> commit = stackalloc byte[Base64Url.GetEncodedLength(LogHash.Length)];
        Base64Url.EncodeToUtf8(Commit.AsSpan(), commit);
        var sig = signed ? $"\"sig\":\"{Sig}\"," : "";
        var tags = Tags.Count > 0 ? $"\"tags\":[{string.Join(',', Tags.Select(tag => $"\"{tag}\""))}]," : "";
        var time = TimeText(Time);
        return Utf8.TryWrite(
            room, CultureInfo.InvariantCulture,
            $$"""{"alg":"{{Alg}}","commit":"{{commit}}","id":"{{Id:D}}","kid":"{{Kid}}","log":"{{Log}}",{{sig}}"stream":"{{Stream:D}}",{{tags}}"time":"{{time}}","type":"{{Type}}","v":{{V}},"version":{{Version}}}""",
            out var length) ? room[..length] : [];
    }

    private string? Fault() => this switch
    {
        _ when !IsPlain(Alg) => "alg is not plain text",
        _ when !IsPlain(Kid) => "kid is not plain text",
        _ when !IsPlain(Log) => "log is not plain text",
        _ when !IsPlain(Type) => "type is not plain text",
        _ when !StrictBase64.TryDecodeUrl(Sig, out _) => "sig is not canonical base64url",
        _ when !Tags.All(AccessTag.IsOne) => "tags are not 16 bytes each in canonical base64url",
        _ when Version is < 1 or > MaxVersion => "version is out of range",
        _ when Time.Offset != TimeSpan.Zero || Time.Ticks % TimeSpan.TicksPerMillisecond != 0 =>
            "time is not in UTC milliseconds",
        _ => null,
    };

    /// <summary>Printable ASCII without space, quote and backslash: what RFC 8785 3.2.2.2 writes as it is.</summary>
    internal static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is <= ' ' or >= '\x7f' or '"' or '\\')
                return false;
        return text.Length != 0;
    }
}
