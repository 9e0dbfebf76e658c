using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>Reads a citizen id from a request and refuses to write one: what is stored must be encrypted first, what is
/// disclosed must be named (<see cref="CitizenId.Value"/>).</summary>
public sealed class CitizenIdJsonConverter : JsonConverter<CitizenId>
{
    public override CitizenId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("identifier-not-a-string: CitizenId");
        return CitizenId.TryRead(reader.GetString(), out var value, out var fault)
            ? value
            : throw new JsonException($"{fault} (CitizenId)");
    }

    /// <exception cref="JsonException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, CitizenId value, JsonSerializerOptions options) =>
        throw new JsonException("citizen-id-in-clear: a citizen id is not serialised; encrypt or disclose its Value explicitly.");
}
