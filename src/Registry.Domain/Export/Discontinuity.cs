using System.Globalization;
using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>What entry 0 says of a log that follows one whose signed tail is lost. Every verifier shows it.</summary>
/// <param name="After">Origin of the log before.</param>
/// <param name="AfterVerifierKey">That log's verifier key.</param>
/// <param name="SignedSize">Entries under the last checkpoint of that log that is known to be signed.</param>
/// <param name="SignedRoot">Its root, lower-case hexadecimal.</param>
/// <param name="Extended">Size of the newest signed checkpoint that what is left extends.</param>
/// <param name="Size">Entries that are left.</param>
/// <param name="Root">Root over them, lower-case hexadecimal.</param>
/// <param name="OrderedBy">Ids of those who ordered it.</param>
/// <param name="Kid">The authority's key that signed it.</param>
public sealed record Discontinuity(
    string After, string AfterVerifierKey, long SignedSize, string SignedRoot, long Extended, long Size, string Root,
    string Reason, IReadOnlyList<string> OrderedBy, string Kid, DateTimeOffset At)
{
    public const string EventType = "log_discontinuity_recorded.v1";

    /// <summary>Signed entries that nothing left is shown to hold.</summary>
    public long Lost => SignedSize - Extended;

    /// <summary>Null when the data has another shape, contradicts itself, or quotes a checkpoint that its log has not signed.</summary>
    /// <param name="key">The record of the key that signs it.</param>
    internal static Discontinuity? Read(LogEntry entry, JsonElement data, out KeyRecord? key)
    {
        key = null;
        if (!data.HasExactly("after", "checkpoint", "extended", "key", "orderedBy", "reason", "root", "size", "vkey")
            || data.TextOf("after") is not { } after || !LogOrigin.AreOfOneAuthority(after, entry.Log)
            || data.TextOf("vkey") is not { } vkey || !NoteVerifierKey.TryParse(vkey, out var log, out _) || log!.Name != after
            || data.TextOf("checkpoint") is not { } note || Checkpoint.Open(note, log) is not { Value: { } signed }
            || Decimal(data, "extended") is not { } extended || Decimal(data, "size") is not { } size
            || !LogHash.TryFromBase64(data.TextOf("root"), out var root)
            || extended >= signed.Size || extended > size || size == 0 && root != MerkleTree.EmptyRoot
            || data.TextOf("reason") is not { Length: > 0 } reason || Ids(data.GetProperty("orderedBy")) is not { } orderedBy)
            return null;
        key = KeyRecord.Read(data.GetProperty("key"), index: 0);
        return key is null ? null : new(
            after, vkey, signed.Size, signed.Root.ToString(), extended, size, root.ToString(), reason, orderedBy, key.Kid, entry.Time);
    }

    private static long? Decimal(JsonElement data, string name) =>
        data.TextOf(name) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : null;

    private static string[]? Ids(JsonElement list) =>
        list.ValueKind is JsonValueKind.Array && list.GetArrayLength() > 0
            && list.EnumerateArray().All(id => id.ValueKind is JsonValueKind.String && LogEntry.IsPlain(id.GetString()!))
            ? [.. list.EnumerateArray().Select(id => id.GetString()!)]
            : null;
}
