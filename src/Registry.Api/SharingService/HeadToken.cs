using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Registry.Api.SharingService;

/// <summary>
/// Clients of the standard send their token as <c>head.accessToken</c>. It is the same token as everywhere, judged by the same rules; only where it
/// is found differs. In two places at once it is none (RFC 6750 section 2).
/// </summary>
internal static class HeadToken
{
    /// <summary>Of the longest request: kept in memory, because a buffer on disk would have personal data in clear.</summary>
    private const int Buffered = VerifyCertFile.LongestRequest;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static async Task ReadAsync(MessageReceivedContext context)
    {
        var request = context.HttpContext.Request;
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<SpeaksReturnCodes>() is null || !HttpMethods.IsPost(request.Method))
            return;
        request.EnableBuffering(Buffered);
        var token = await TokenAsync(request.Body, context.HttpContext.RequestAborted);
        request.Body.Position = 0;
        if (token is not null && request.Headers.Authorization.Count > 0)
            context.Fail("a token in two places");
        else
            context.Token = token;
    }

    // What is wrong with the body beside that, whoever reads it says.
    private static async Task<string?> TokenAsync(Stream body, CancellationToken token)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, Strict, token);
            return json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty("head", out var head) && head.ValueKind is JsonValueKind.Object
                && head.TryGetProperty("accessToken", out var found) && found.ValueKind is JsonValueKind.String
                    ? found.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
