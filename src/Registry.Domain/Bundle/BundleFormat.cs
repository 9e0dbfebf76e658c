using System.Globalization;
using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// An evidence bundle: one zip with entries of a log and all that is needed to judge them offline. docs/log-format.md
/// describes it.
/// </summary>
public static class BundleFormat
{
    public const string Name = "registry/bundle/v1";

    public const string Manifest = "bundle.json";

    /// <summary>The signed note as it was published, cosignatures included.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The log's own tlog-policy, for information: whoever verifies pins a policy of their own.</summary>
    public const string Policy = "policy.txt";

    /// <summary>The whole history in the export format, where everything was asked for.</summary>
    public const string History = "history.jsonl";

    /// <summary>The entries of a narrower scope, each with its proof.</summary>
    public const string Entries = "entries.jsonl";

    /// <summary>The digest of every other member, as sha256sum writes and checks them.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>Time stamps of that many members at most.</summary>
    public const int MaxTimeStamps = 64;

    /// <summary>The longest member that is read as a whole.</summary>
    public const int MaxWhole = 4 << 20;

    private const string TimeStampFolder = "timestamps/";
    private const string TimeStampEnding = ".tst";
    private const string StampedEnding = ".checkpoint";
    private const string ConsistencyFolder = "consistency/";
    private const string BeforeFolder = "before/";
    private const string BeforeEnding = ".jsonl";

    /// <summary>Why a payload is not in a bundle: not granted to whoever asked for it.</summary>
    public const string NotGranted = "not-granted";

    /// <summary>Why a payload is not in a bundle: it no longer exists.</summary>
    public const string Erased = "erased";

    /// <summary>The n-th RFC 3161 token, from 1: over the bundle's checkpoint, or over <see cref="Stamped"/> where that is there.</summary>
    public static string TimeStamp(int n) => string.Create(CultureInfo.InvariantCulture, $"{TimeStampFolder}{n}{TimeStampEnding}");

    /// <summary>The text of the earlier checkpoint that the n-th token is over. Its consistency proof is there too.</summary>
    public static string Stamped(int n) => string.Create(CultureInfo.InvariantCulture, $"{TimeStampFolder}{n}{StampedEnding}");

    /// <summary>The proof that the bundle's tree extends the one of this size: one hash in base64 a line.</summary>
    public static string Consistency(long oldSize) => string.Create(CultureInfo.InvariantCulture, $"{ConsistencyFolder}{oldSize}");

    /// <summary>Entries of the n-th log before, from 1: in the form of <see cref="Entries"/>, proved to the root that seals that log.</summary>
    public static string Before(int n) => string.Create(CultureInfo.InvariantCulture, $"{BeforeFolder}{n}{BeforeEnding}");

    public static bool IsBefore(string member) => NumberIn(member, BeforeFolder, BeforeEnding) is >= 1;

    /// <summary>The size that the proof in this member starts from; null for any other member.</summary>
    internal static long? OldSizeOf(string member) => NumberIn(member, ConsistencyFolder, "");

    /// <summary>Whether it is a token, or what one is over.</summary>
    public static bool IsOfTimeStamp(string member) =>
        (NumberIn(member, TimeStampFolder, TimeStampEnding) ?? NumberIn(member, TimeStampFolder, StampedEnding)) is >= 1 and <= MaxTimeStamps;

    /// <summary>Names are compared, never used as paths: nothing that is not listed here is read.</summary>
    public static bool IsMember(string member) =>
        member is Manifest or Checkpoint or Policy or History or Entries or Sums
        || IsOfTimeStamp(member) || IsBefore(member) || OldSizeOf(member) is not null;

    /// <param name="vkey">The log's verifier key. Whoever verifies should pin it from elsewhere.</param>
    public static byte[] ManifestOf(string origin, long size, string vkey, BundleScope scope) =>
        Line(new { format = Name, log = origin, scope = scope.ToJson(), size, vkey });

    /// <param name="entry">The entry's bytes, canonical JSON.</param>
    /// <param name="payload">The canonical payload that the entry commits to.</param>
    /// <param name="proof">Inclusion in the bundle's checkpoint.</param>
    public static byte[] Entry(
        long index, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> payload, string salt, IReadOnlyList<LogHash> proof) =>
    [
        .. Opening(index, entry), .. ",\"payload\":"u8, .. payload, .. ProofOf(proof),
        .. ",\"salt\":\""u8, .. Encoding.ASCII.GetBytes(salt), .. "\"}\n"u8,
    ];

    /// <param name="reason"><see cref="NotGranted"/> or <see cref="Erased"/>.</param>
    public static byte[] Withheld(long index, ReadOnlySpan<byte> entry, IReadOnlyList<LogHash> proof, string reason) =>
        [.. Opening(index, entry), .. ProofOf(proof), .. ",\"withheld\":\""u8, .. Encoding.ASCII.GetBytes(reason), .. "\"}\n"u8];

    public static byte[] Proof(IReadOnlyList<LogHash> proof) =>
        Encoding.ASCII.GetBytes(string.Concat(proof.Select(hash => hash.ToBase64() + "\n")));

    /// <summary>Reads what <see cref="Proof"/> wrote; null for anything else.</summary>
    internal static LogHash[]? ReadProof(ReadOnlySpan<byte> text)
    {
        var proof = new List<LogHash>();
        while (!text.IsEmpty)
        {
            if (text.IndexOf((byte)'\n') is not (>= 0 and var end)
                || !LogHash.TryFromBase64(Encoding.ASCII.GetString(text[..end]), out var hash))
                return null;
            proof.Add(hash);
            text = text[(end + 1)..];
        }
        return [.. proof];
    }

    // The members are in canonical order and each value is canonical already, so the line is.
    private static byte[] Opening(long index, ReadOnlySpan<byte> entry) =>
        [.. "{\"entry\":"u8, .. entry, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"index\":{index}"))];

    private static byte[] ProofOf(IReadOnlyList<LogHash> proof) => Encoding.ASCII.GetBytes(
        ",\"proof\":[" + string.Join(',', proof.Select(hash => $"\"{hash.ToBase64()}\"")) + "]");

    private static byte[] Line(object value) =>
        [.. JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(value)), (byte)'\n'];

    // In its one spelling, so that no two members mean the same.
    private static long? NumberIn(string member, string folder, string ending) =>
        member.Length > folder.Length + ending.Length
        && member.StartsWith(folder, StringComparison.Ordinal) && member.EndsWith(ending, StringComparison.Ordinal)
        && member[folder.Length..^ending.Length] is var digits
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == digits
            ? number
            : null;
}
