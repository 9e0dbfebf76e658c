using System.Buffers;
using System.Text.Json;
using Registry.Domain.Canonical;

namespace Registry.Domain.Log;

/// <summary>
/// What an event's commitment covers: RFC 8785 bytes of <c>{"data":…,"meta":{…}}</c>, the event's data as stored
/// (personal fields encrypted) and its metadata as text.
/// </summary>
public static class EventPayload
{
    public static byte[] Compose(string dataJson, IEnumerable<KeyValuePair<string, string>> meta)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            writer.WriteRawValue(dataJson, skipInputValidation: true);
            writer.WriteStartObject("meta");
            foreach (var (name, value) in meta)
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return JsonCanonicalizer.Canonicalize(buffer.WrittenSpan);
    }
}
