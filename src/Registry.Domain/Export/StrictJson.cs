using System.Text.Json;

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
}
