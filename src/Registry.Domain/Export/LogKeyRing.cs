using System.Globalization;
using System.Text.Json;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// The keys of checkpoints as entries tell of them. The first is only named; each further one is introduced by the signature
/// of one that was live, so that a verifier who has pinned an old key can follow.
/// </summary>
internal sealed class LogKeyRing
{
    public const string RegisteredType = "log_key_registered.v1";
    public const string IntroducedType = "log_key_introduced.v1";
    public const string RetiredType = "log_key_retired.v1";
    public const string CompromisedType = "log_key_compromised.v1";

    private readonly Dictionary<string, Known> keys = new(StringComparer.Ordinal);

    public static bool Tells(LogEntry entry) => entry.Type is RegisteredType or IntroducedType or RetiredType or CompromisedType;

    /// <summary>
    /// The keys whose lines count under a tree of this size. A log that has told of no key has the one that it is verified
    /// with.
    /// </summary>
    public CheckpointKeys With(NoteVerifierKey claimed) =>
        keys.Count == 0 ? CheckpointKeys.Of(claimed) : new([.. keys.Values.Select(known => known.Life)]);

    /// <summary>Whether a pinned key leads to one of these by introductions, none of them made when it was suspect.</summary>
    public bool Leads(NoteVerifierKey pinned, IEnumerable<NoteVerifierKey> to) => to.Any(key => Leads(pinned.ToString(), key.ToString()));

    /// <summary>Takes up an entry that a key of the authority has signed.</summary>
    public ExportVerdict? Learn(LogEntry entry, long index, JsonElement data) =>
        data.TextOf("vkey") is { } text && NoteVerifierKey.TryParse(text, out var key, out _) && key is { Type: NoteVerifierKey.Ed25519Type } && key.Name == entry.Log
            && (entry.Type switch
            {
                RegisteredType => Register(key, data),
                IntroducedType => Introduce(key, data, index),
                RetiredType => data.HasExactly("reason", "vkey") && End(text, index, null),
                _ => Compromise(text, data, entry.Log, index),
            })
            ? null
            : ExportVerdict.Tampered(
                VerdictCodes.LogKey, index, $"Event {entry.Id} names no key of this log, or none that an earlier one has introduced.");

    private bool Register(NoteVerifierKey key, JsonElement data) =>
        data.HasExactly("vkey") && keys.Count == 0 && keys.TryAdd(key.ToString(), new(new(key, -1, long.MaxValue), null, null));

    private bool Introduce(NoteVerifierKey key, JsonElement data, long index) =>
        data.HasExactly("by", "note", "vkey") && data.TextOf("by") is { } by && data.TextOf("note") is { } note
        && keys.TryGetValue(by, out var before) && before.Life.SignsAt(index) && LogKeyIntroduction.Is(note, before.Life.Key, key)
        && keys.TryAdd(key.ToString(), new(new(key, index, long.MaxValue), by, null));

    private bool Compromise(string vkey, JsonElement data, string origin, long index)
    {
        if (!data.HasExactly("from", "log", "reason", "reportedBy", "vkey") || data.TextOf("log") is not { } log
            || data.TextOf("from") is not { } text || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || from.ToString(CultureInfo.InvariantCulture) != text)
            return false;
        return log != origin ? End(vkey, index, 0) : from <= index && End(vkey, index, from);
    }

    private bool End(string vkey, long index, long? suspectFrom)
    {
        if (!keys.TryGetValue(vkey, out var known))
            return false;
        keys[vkey] = known with
        {
            Life = known.Life with { End = Math.Min(known.Life.End, index) },
            SuspectFrom = suspectFrom is { } from ? Math.Min(known.SuspectFrom ?? from, from) : known.SuspectFrom,
        };
        return true;
    }

    private bool Leads(string pinned, string to)
    {
        // Each key was introduced by an earlier one, so that this ends.
        for (var key = keys.GetValueOrDefault(to); key?.By is { } by; key = keys[by])
        {
            if (keys[by].SuspectFrom <= key.Life.From)
                return false;
            if (by == pinned)
                return true;
        }
        return false;
    }

    /// <param name="By">The key that has introduced it.</param>
    /// <param name="SuspectFrom">Index from which on somebody else may have signed with it.</param>
    private sealed record Known(CheckpointKey Life, string? By, long? SuspectFrom);
}
