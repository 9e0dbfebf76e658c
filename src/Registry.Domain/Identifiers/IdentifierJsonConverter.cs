using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>Identifiers travel as plain strings, also as property names. A text that is none is a <see cref="JsonException"/>
/// whose message starts with the fault's code.</summary>
public sealed class IdentifierJsonConverter<T> : JsonConverter<T> where T : IIdentifier<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Identifier(reader.GetString())
            : throw new JsonException($"identifier-not-a-string: {typeof(T).Name}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Identifier(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.Value);
    }

    private static T Identifier(string? text) =>
        T.TryRead(text, out var value, out var fault) ? value : throw new JsonException($"{fault} ({typeof(T).Name})");
}
