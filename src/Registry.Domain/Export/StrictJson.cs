using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>Reads members of JSON that may be anything: another kind of value is a "no", never an exception.</summary>
internal static class StrictJson
{
    /// <summary>An object with these members and no other. Duplicates were refused with the canonical form.</summary>
    public static bool HasExactly(this JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind is not JsonValueKind.Object || value.GetPropertyCount() != names.Length)
            return false;
        foreach (var name in names)
            if (!value.TryGetProperty(name, out _))
                return false;
        return true;
    }

    /// <summary>The text of a member of an object; null when there is none or it is no string.</summary>
    public static string? TextOf(this JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member)
            && member.ValueKind is JsonValueKind.String
            ? member.GetString()
            : null;

    /// <summary>A whole number from 0 on; null for another value. Beyond 2^53 it would not be exact in canonical JSON.</summary>
    public static long? WholeOf(this JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Number
            && member.TryGetInt64(out var number) && number is >= 0 and <= LogEntry.MaxVersion
            ? number
            : null;
}
