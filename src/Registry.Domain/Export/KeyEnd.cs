using System.Globalization;
using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>What an entry says about the end of a key: retired, or compromised from an index on.</summary>
/// <param name="SuspectFrom">Null for a retirement.</param>
internal sealed record KeyEnd(string Kid, long? SuspectFrom)
{
    public const string RetiredType = "signing_key_retired.v1";
    public const string CompromisedType = "signing_key_compromised.v1";

    /// <summary>Null when the data has another shape, or tells a compromise from an entry that is still to come.</summary>
    public static KeyEnd? Read(LogEntry entry, long index, JsonElement data) =>
        entry.Type == RetiredType ? Retirement(data) : Compromise(data, entry.Log, index);

    private static KeyEnd? Retirement(JsonElement data) =>
        data.HasExactly("kid", "reason") && data.TextOf("kid") is { } kid && data.TextOf("reason") is { Length: > 0 }
            ? new(kid, null)
            : null;

    private static KeyEnd? Compromise(JsonElement data, string origin, long index)
    {
        if (!data.HasExactly("from", "kid", "log", "reason", "reportedBy") || data.TextOf("kid") is not { } kid
            || data.TextOf("log") is not { Length: > 0 } log || data.TextOf("from") is not { } text
            || data.TextOf("reason") is not { Length: > 0 } || data.TextOf("reportedBy") is not { Length: > 0 }
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || from.ToString(CultureInfo.InvariantCulture) != text)
            return null;
        // An index of another log says nothing about this one's entries, which are younger: all are suspect.
        if (log != origin)
            return new(kid, 0);
        return from <= index ? new(kid, from) : null;
    }
}
