using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Registry.Domain.Cases;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;
using Registry.Domain.Log;

namespace Registry.Projections.Log.Recovery;

/// <summary>One entry of a verified export, with its event as it was stored.</summary>
/// <param name="Headers">The event's headers as JSON: the metadata and the salt.</param>
internal sealed record ExportedEntry(
    LogEntry Entry, byte[] Body, LogHash Leaf, LogHash Chain, string Data, string Headers, string? Actor, string? Correlation)
{
    /// <summary>The number that a case was given, where the event is a submission.</summary>
    public CaseNumber? CaseNumber
    {
        get
        {
            using var data = JsonDocument.Parse(Data);
            return Entry.Type == StoredEvents.Names[typeof(CaseEvent.Submitted)] ? ((CaseEvent.Submitted)StoredEvents.Read(Entry.Type, data.RootElement)!).Number : null;
        }
    }

    /// <summary>Reads a line that the verifier has accepted; null for the head and the checkpoint.</summary>
    public static ExportedEntry? Read(ReadOnlySpan<byte> line)
    {
        using var json = JsonDocument.Parse(line.ToArray());
        if (!json.RootElement.TryGetProperty("entry", out var entry))
            return null;
        var body = JsonMarshal.GetRawUtf8Value(entry).ToArray();
        if (!LogEntry.TryRead(body, out var read, out _) || !LogHash.TryFromHex(Text(json.RootElement, "chain"), out var chain))
            throw new InvalidDataException("The export changed while it was being read.");
        var payload = json.RootElement.GetProperty("payload");
        var headers = payload.GetProperty("meta").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);
        headers[EventMeta.SaltHeader] = Text(json.RootElement, "salt")!;
        return new(
            read!, body, MerkleTree.LeafHash(body), chain, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(payload.GetProperty("data"))),
            JsonSerializer.Serialize(headers), headers.GetValueOrDefault("actor"), headers.GetValueOrDefault("correlation"));
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
