using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.Api.Wallets;

/// <summary>What wallets send.</summary>
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

    /// <summary>Null when it is no JSON with each member once.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return JsonSerializer.SerializeToNode(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null when it is no form with each field once (RFC 6749 section 3.1).</summary>
    public static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken token) =>
        request.HasFormContentType && await request.ReadFormAsync(token) is var form && form.All(field => field.Value.Count == 1) ? form : null;

    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
