using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Domain.Events;

/// <summary>An identifier of one kind of stream: a GUID that cannot be taken for another kind's.</summary>
public interface IStreamId<TSelf> where TSelf : struct, IStreamId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf Of(Guid value);
}

/// <summary>
/// Identifiers that follow from a name, so that the stream's primary key itself forbids a second stream for the same
/// licence number, item code or key. RFC 9562 section 5.8 (version 8): the first 128 bits of
/// SHA-256(<c>registry/stream/v1\n</c> ‖ kind ‖ <c>\n</c> ‖ name).
/// </summary>
public static class NameBasedId
{
    public static Guid Of(string kind, string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"registry/stream/v1\n{kind}\n{name}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>Writes an id as plain GUID text.</summary>
public sealed class StreamIdJson<TId> : JsonConverter<TId> where TId : struct, IStreamId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.Of(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
