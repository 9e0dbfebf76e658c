using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;

namespace Registry.Api.Wallets;

/// <summary>What a wallet asks for (OpenID4VCI 1.0 section 8.2): one credential for each proof.</summary>
internal sealed record CredentialRequest(IReadOnlyList<ProofOfPossession> Proofs)
{
    /// <summary>Most proofs, and credentials, of one request.</summary>
    public const int BatchSize = 10;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Reads and checks it but for the nonces, which are used up only by what is right otherwise; else its error code.</summary>
    public static async Task<(CredentialRequest? Request, string? Error)> ReadAsync(
        Stream body, string configuration, string issuer, DateTimeOffset now, CancellationToken token)
    {
        if (await ObjectAsync(body, token) is not { } asked)
            return (null, "invalid_credential_request");
        if (asked.ContainsKey("credential_identifier") == asked.ContainsKey("credential_configuration_id"))
            return (null, "invalid_credential_request");
        if (asked.ContainsKey("credential_identifier"))
            return (null, "unknown_credential_identifier");
        if (TextOf(asked["credential_configuration_id"]) != configuration)
            return (null, "unknown_credential_configuration");
        if (asked.ContainsKey("credential_response_encryption"))
            return (null, "invalid_encryption_parameters");
        if (asked["proofs"] is not JsonObject { Count: 1 } proofs || proofs["jwt"] is not JsonArray { Count: >= 1 and <= BatchSize } jwts)
            return (null, "invalid_proof");
        var read = jwts.Select(one => TextOf(one) is { } jwt ? ProofOfPossession.Read(jwt, issuer, now) : null).OfType<ProofOfPossession>().ToList();
        return read.Count < jwts.Count || read.DistinctBy(proof => Jwk.Thumbprint(proof.Key)).Count() < read.Count
            ? (null, "invalid_proof")
            : (new(read), null);
    }

    private static async Task<JsonObject?> ObjectAsync(Stream body, CancellationToken token)
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

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
