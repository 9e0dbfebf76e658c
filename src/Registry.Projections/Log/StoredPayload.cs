using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Projections.Log;

/// <summary>The payload that an entry commits to, composed anew from the event's row, and its salt.</summary>
internal static class StoredPayload
{
    /// <summary>The step that the event's metadata name.</summary>
    public static string? StepOf(string headers) => JsonSerializer.Deserialize<Dictionary<string, string>>(headers)!.GetValueOrDefault("step");

    public static (byte[] Payload, string Salt) Compose(string data, string headers)
    {
        var all = JsonSerializer.Deserialize<Dictionary<string, string>>(headers)!;
        all.Remove(EventMeta.SaltHeader, out var salt);
        return (EventPayload.Compose(data, all), salt ?? "");
    }
}
