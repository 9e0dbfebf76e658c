using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Credentials.Checking;

/// <summary>
/// That a credential was made at its place in the log: the receipt of its event's entry, with the payload and salt that the entry
/// commits to. The holder gets it from the registry and shows it where the issuer's key was compromised later.
/// </summary>
/// <param name="Receipt">C2SP tlog-proof.</param>
/// <param name="Payload">As committed: RFC 8785.</param>
/// <param name="Salt">base64.</param>
public sealed record MintingEvidence(string Receipt, string Payload, string Salt)
{
    private const string EventType = "credential_minted.v1";

    /// <summary>Null when it is no such document.</summary>
    public static MintingEvidence? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject document && Jws.Text(document, "receipt") is { } receipt
                && Jws.Text(document, "payload") is { } payload && Jws.Text(document, "salt") is { } salt ? new(receipt, payload, salt) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => new JsonObject { ["receipt"] = Receipt, ["payload"] = Payload, ["salt"] = Salt }.ToJsonString();

    /// <summary>Whether it proves that this very credential was made before that entry of that log.</summary>
    public bool ShowsBefore(string credential, string log, long from, NoteVerifierKey key)
    {
        if (ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(Receipt), entry: null, key, out var proven).Outcome is not ExportOutcome.Ok
            || proven is not var (index, entry, _) || entry.Log != log || index >= from || entry.Type != EventType)
            return false;
        var payload = Encoding.UTF8.GetBytes(Payload);
        return StrictBase64.TryDecode(Salt, out var salt) && salt.Length == Commitment.SaltLength && Commitment.Of(salt, payload) == entry.Commit
            && DigestIn(payload) == LicenceCredential.DigestOf(credential);
    }

    private static string? DigestIn(byte[] payload)
    {
        try
        {
            return JsonNode.Parse(payload) is JsonObject { } whole && whole["data"] is JsonObject data ? Jws.Text(data, "digest") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
