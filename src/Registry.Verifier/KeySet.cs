using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Verifier;

/// <summary>The public keys given with --keys, by their ids.</summary>
internal static class KeySet
{
    /// <summary>Of a JWK Set (RFC 7517 section 5), or of one key.</summary>
    /// <exception cref="JsonException">It is neither, or has no key with an id that can be used.</exception>
    public static IReadOnlyDictionary<string, IVerificationKey> Read(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("No JSON object.");
        var known = new Dictionary<string, IVerificationKey>(StringComparer.Ordinal);
        foreach (var jwk in (root["keys"] as JsonArray)?.OfType<JsonObject>() ?? [root])
            if (Jwk.Import(jwk) is { } key && (string?)jwk["kid"] is { } kid)
                known[kid] = key;
        return known.Count > 0 ? known : throw new JsonException("No key with a kid.");
    }
}
