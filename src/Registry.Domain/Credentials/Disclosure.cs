using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Log;

namespace Registry.Domain.Credentials;

/// <summary>One claim or array element that a holder may show or keep (RFC 9901 section 4.2).</summary>
/// <param name="Text">As it is sent: base64url of <c>[salt, name, value]</c> or <c>[salt, value]</c>. The digest is over this text.</param>
/// <param name="Name">Of the claim; null for an array element.</param>
public sealed record Disclosure(string Text, string? Name, JsonNode? Value)
{
    /// <summary>Of the salt: 128 bits (RFC 9901 section 9.3).</summary>
    public const int SaltBytes = 16;

    /// <summary>base64url of SHA-256 over the text.</summary>
    public string Digest => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    /// <param name="salt">Random, <see cref="SaltBytes"/> long, of this claim alone.</param>
    public static Disclosure Of(ReadOnlySpan<byte> salt, string name, JsonNode? value)
    {
        if (salt.Length < SaltBytes)
            throw new ArgumentException($"A salt has {SaltBytes} bytes.", nameof(salt));
        return new(Jws.Encode(new JsonArray(Base64Url.EncodeToString(salt), name, value?.DeepClone())), name, value);
    }

    /// <summary>Reads one; null when it is neither of the two arrays.</summary>
    public static Disclosure? Parse(string text) =>
        StrictBase64.TryDecodeUrl(text, out var bytes) ? OfText(text, bytes) ?? OfAny(text, Jws.ReadNode(bytes)) : null;

    // Nearly all are a claim with a text for its value. Read as what they are, and not as any JSON, a credential is checked a tenth sooner.
    private static Disclosure? OfText(string text, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return Next(ref reader, JsonTokenType.StartArray) && Next(ref reader, JsonTokenType.String)
                && Next(ref reader, JsonTokenType.String) && reader.GetString() is { } name
                && Next(ref reader, JsonTokenType.String) && reader.GetString() is { } value
                && Next(ref reader, JsonTokenType.EndArray) && !reader.Read()
                ? new(text, name, value)
                : null;
        }
        // The second for an escape that is half a character.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Next(ref Utf8JsonReader reader, JsonTokenType expected) => reader.Read() && reader.TokenType == expected;

    private static Disclosure? OfAny(string text, JsonNode? json) => json switch
    {
        JsonArray { Count: 3 } claim when IsText(claim[0]) && IsText(claim[1]) => new(text, claim[1]!.GetValue<string>(), claim[2]),
        JsonArray { Count: 2 } element when IsText(element[0]) => new(text, null, element[1]),
        _ => null,
    };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);
}
