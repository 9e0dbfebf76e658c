using System.Text.Json;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Export;

/// <summary>
/// Which keys which root has endorsed, as entries tell it. An endorsement proves itself by its signature; whether its root is
/// the one that counts is known only to who has pinned it.
/// </summary>
internal sealed class RootEndorsements
{
    public const string EventKeyType = "signing_key_endorsed.v1";
    public const string LogKeyType = "log_key_endorsed.v1";

    // By the endorsed public key and the root's, both SubjectPublicKeyInfo in base64.
    private readonly HashSet<(string Key, string Root)> endorsed = [];

    public static bool Tells(LogEntry entry) => entry.Type is EventKeyType or LogKeyType;

    public bool Has(string key, string root) => endorsed.Contains((key, root));

    /// <summary>Takes up an endorsement.</summary>
    /// <param name="find">The key record of an id; null when it is not known.</param>
    public ExportVerdict? Learn(LogEntry entry, long index, JsonElement data, Func<string, KeyRecord?> find)
    {
        var statement = entry.Type == EventKeyType ? OfEventKey(data, find) : OfLogKey(data, entry.Log);
        if (statement is null || data.TextOf("transcript") is not { Length: > 0 }
            || data.TextOf("root") is not { } root || !StrictBase64.TryDecode(root, out var spki)
            || data.TextOf("rootAlgorithm") is not { } algorithm || SignatureSchemes.For(algorithm)?.ImportPublicKey(spki) is not { } key
            || data.TextOf("signature") is not { } text || !StrictBase64.TryDecodeUrl(text, out var signature)
            || !statement.IsBy(key, signature))
            return ExportVerdict.Tampered(
                VerdictCodes.Endorsement, index, $"Event {entry.Id} is no endorsement of a known key that its root has signed.");
        endorsed.Add((statement.PublicKey, root));
        return null;
    }

    private static KeyEndorsement? OfEventKey(JsonElement data, Func<string, KeyRecord?> find) =>
        data.HasExactly("kid", "root", "rootAlgorithm", "signature", "transcript")
            && data.TextOf("kid") is { } kid && find(kid) is { } key
            ? new(KeyEndorsement.Event, key.Owner, key.Algorithm, key.PublicKey)
            : null;

    private static KeyEndorsement? OfLogKey(JsonElement data, string origin) =>
        data.HasExactly("root", "rootAlgorithm", "signature", "transcript", "vkey")
            && data.TextOf("vkey") is { } vkey && NoteVerifierKey.TryParse(vkey, out var key, out _) && key!.Name == origin
            ? key.ToEndorsement()
            : null;
}
