using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Domain.Personal;

/// <summary>
/// Stands for a person or organisation wherever one must be named without being known: a keyed blind index over code
/// type and code (24 bytes, base64url). Without the index key a dictionary of all citizen ids finds nothing.
/// </summary>
[JsonConverter(typeof(SubjectTagJson))]
public readonly record struct SubjectTag(string Value)
{
    public override string ToString() => Value;

    private sealed class SubjectTagJson : JsonConverter<SubjectTag>
    {
        public override SubjectTag Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("A subject tag is text."));

        public override void Write(Utf8JsonWriter writer, SubjectTag value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
