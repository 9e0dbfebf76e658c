using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.Domain.Credentials.Checking;

/// <summary>From where on a key is suspect.</summary>
/// <param name="Log">Origin of the log.</param>
/// <param name="From">Index of the first entry that is.</param>
public sealed record CompromisedKey(JsonObject Jwk, string Log, long From);

/// <summary>An issuer's keys as it publishes them at its well-known name (SD-JWT VC section 4), with those that were compromised.</summary>
public sealed record IssuerKeys(
    string Issuer, IReadOnlyDictionary<string, JsonObject> Keys, IReadOnlyDictionary<string, CompromisedKey> Compromised)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Null when it is no such document.</summary>
    public static IssuerKeys? Read(string json)
    {
        try
        {
            if (JsonNode.Parse(json, documentOptions: Strict) is not JsonObject document || Jws.Text(document, "issuer") is not { } issuer
                || document["jwks"] is not JsonObject jwks || jwks["keys"] is not JsonArray keys)
                return null;
            var live = new Dictionary<string, JsonObject>();
            foreach (var key in keys.OfType<JsonObject>())
                if (Jws.Text(key, "kid") is { } kid)
                    live[kid] = key;
            var compromised = new Dictionary<string, CompromisedKey>();
            foreach (var one in document["compromised_keys"] is JsonArray list ? list.OfType<JsonObject>() : [])
            {
                // One that cannot be read must not make its key a good one.
                if (one["jwk"] is not JsonObject jwk || Jws.Text(jwk, "kid") is not { } kid || Jws.Text(one, "log") is not { } log
                    || !long.TryParse(Jws.Text(one, "from"), NumberStyles.None, CultureInfo.InvariantCulture, out var from))
                    return null;
                live.Remove(kid);
                compromised[kid] = new(jwk, log, from);
            }
            return new(issuer, live, compromised);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
