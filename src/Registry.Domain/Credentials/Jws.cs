using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>A JWS in compact serialization (RFC 7515 section 7.1) whose payload is a JSON object (RFC 7519).</summary>
/// <param name="Header">The protected header; there is no other.</param>
/// <param name="SigningInput">What the signature is over: the first two parts, as they stand.</param>
public sealed record Jws(JsonObject Header, JsonObject Payload, string SigningInput, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Deeper than any token here; a stack is not spent on a hostile one.</summary>
    private const int MaxDepth = 32;

    // The end of the year 9999, behind which there are no dates here.
    private const long LastSecond = 253_402_300_799;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Chinese stays legible, and shorter than as escapes.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The header's <c>alg</c>; null when it is missing or no text.</summary>
    public string? Algorithm => Text(Header, "alg");

    public string? Type => Text(Header, "typ");

    public string? KeyId => Text(Header, "kid");

    /// <summary>
    /// Reads one; null when it is none, has a member twice, or marks a header as critical (RFC 7515 section 4.1.11: this build
    /// understands no extension, and who does not must reject).
    /// </summary>
    public static Jws? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('.') is [var header, var payload, var signature]
            && ReadObject(header) is { } protectedHeader && !protectedHeader.ContainsKey("crit") && !protectedHeader.ContainsKey("b64")
            && ReadObject(payload) is { } claims
            && StrictBase64.TryDecodeUrl(signature, out var bytes)
            ? new(protectedHeader, claims, text[..text.LastIndexOf('.')], bytes)
            : null;
    }

    /// <summary>Signs claims; <c>alg</c> is the signer's own.</summary>
    /// <exception cref="ArgumentException">The header names one.</exception>
    public static string Sign(JsonObject header, JsonObject payload, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(signer);
        var full = new JsonObject { ["alg"] = signer.Algorithm };
        foreach (var (name, value) in header)
            full.Add(name, value?.DeepClone());
        var input = $"{Encode(full)}.{Encode(payload)}";
        return $"{input}.{Base64Url.EncodeToString(signer.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>
    /// Whether this key signed it. The algorithm is the key's: a header that names another is no signature of it (RFC 8725
    /// section 3.1), <c>none</c> never one.
    /// </summary>
    public bool IsSignedBy(IVerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Algorithm == key.Algorithm && key.Verify(Encoding.ASCII.GetBytes(SigningInput), Signature.Span);
    }

    internal static string Encode(JsonNode node) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(node.ToJsonString(Readable)));

    /// <summary>Null when it is no JSON with each member once.</summary>
    internal static JsonNode? ReadNode(ReadOnlySpan<byte> json)
    {
        try
        {
            // JsonNode looks for a repeated member only when it is first touched; the document, at once. Wrapped, not written and read anew.
            var root = JsonElement.Parse(json, Strict);
            return root.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(root),
                JsonValueKind.Array => JsonArray.Create(root),
                _ => JsonValue.Create(root),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string? Text(JsonObject from, string name) =>
        from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A NumericDate (RFC 7519 section 2) in whole seconds; null when it is missing or none.</summary>
    internal static long? Seconds(JsonObject from, string name) =>
        from[name] is JsonValue value && value.GetValueKind() is JsonValueKind.Number && value.TryGetValue<double>(out var seconds)
        && seconds is >= 0 and <= LastSecond ? (long)seconds : null;

    /// <summary>The object in a base64url text; null when there is none with each member once.</summary>
    internal static JsonObject? ReadObject(string base64Url) =>
        StrictBase64.TryDecodeUrl(base64Url, out var bytes) ? ReadNode(bytes) as JsonObject : null;
}
