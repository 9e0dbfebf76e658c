using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.Api.Wallets;

/// <summary>What wallets send as JSON.</summary>
internal static class WalletBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Null when it is no object with each member once.</summary>
    public static async Task<JsonObject?> ObjectAsync(Stream body, CancellationToken token)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, token);
            return JsonSerializer.SerializeToNode(document.RootElement) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
