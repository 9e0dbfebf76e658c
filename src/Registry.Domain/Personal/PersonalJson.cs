using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Domain.Personal;

/// <summary>
/// <c>{"subject":…,"origin":…,"data":base64}</c>, with <c>"key":n</c> for a further data key than the first and
/// <c>"index":{name:base64url}</c> where texts of it are indexed; a value that is still clear is refused.
/// </summary>
internal sealed class PersonalJsonFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Personal<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Personal<T>> where T : class
    {
        public override Personal<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<Stored>(ref reader, StoredOptions)
                ?? throw new JsonException("A personal value is an object.");
            return Personal<T>.Stored(new SubjectTag(stored.Subject), new SealedValue(stored.Origin, stored.Data, stored.Key, stored.Index));
        }

        public override void Write(Utf8JsonWriter writer, Personal<T> value, JsonSerializerOptions options)
        {
            if (value.Sealed is not { } cipher)
                throw new JsonException($"A clear {typeof(T).Name} has no JSON form: personal values are sealed on save.");
            writer.WriteStartObject();
            writer.WriteString("subject", value.Subject.Value);
            writer.WriteString("origin", cipher.Origin);
            writer.WriteBase64String("data", cipher.Ciphertext);
            if (cipher.Key != 1)
                writer.WriteNumber("key", cipher.Key);
            if (cipher.Index is { } index)
            {
                writer.WriteStartObject("index");
                foreach (var (name, tag) in index)
                    writer.WriteString(name, tag);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
    }

    private static readonly JsonSerializerOptions StoredOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Stored(string Subject, string Origin, byte[] Data, int Key = 1, IReadOnlyDictionary<string, string>? Index = null);
}
