using System.Text.Json;

namespace Registry.Domain.Export;

/// <summary>What an entry commits to, as far as the checks need it: <c>{"data":{…},"meta":{"at":…,…}}</c>.</summary>
/// <param name="At">Repeats the entry's time.</param>
/// <param name="Agency">Who acted; null for citizens, auditors and the platform, for whom the authority signs.</param>
internal sealed record EntryPayload(JsonElement Data, string At, string? Agency)
{
    /// <summary>Null when it has another shape. All metadata are text.</summary>
    public static EntryPayload? Read(JsonElement payload)
    {
        if (!payload.HasExactly("data", "meta"))
            return null;
        var (data, meta) = (payload.GetProperty("data"), payload.GetProperty("meta"));
        if (data.ValueKind is not JsonValueKind.Object || meta.ValueKind is not JsonValueKind.Object)
            return null;
        foreach (var member in meta.EnumerateObject())
            if (member.Value.ValueKind is not JsonValueKind.String)
                return null;
        return meta.TextOf("at") is { } at ? new(data, at, meta.TextOf("agency")) : null;
    }
}
