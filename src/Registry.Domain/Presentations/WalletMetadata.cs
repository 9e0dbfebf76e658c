using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Domain.Presentations;

/// <summary>
/// What a wallet says that it can do when it fetches a request (<c>wallet_metadata</c>, OpenID4VP 1.0 sections 5.10 and 10), as far as a request
/// of ours depends on it. What it does not say restricts nothing, and what else it says is not looked at.
/// </summary>
/// <param name="Encryptions">Those of <see cref="Jwe.Encryptions"/> that it encrypts answers with.</param>
/// <param name="EncryptTo">Public JWK that it wants the request encrypted to; null where it does not ask for that.</param>
/// <param name="RequestEncryption">With which of <see cref="Jwe.Encryptions"/>.</param>
public sealed record WalletMetadata(IReadOnlyList<string> Encryptions, JsonObject? EncryptTo, string RequestEncryption)
{
    /// <summary>Characters. Larger than any wallet's.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Error of a wallet that has none of what is asked for (OpenID4VP 1.0 section 8.5).</summary>
    public const string FormatsUnsupported = "vp_formats_not_supported";

    /// <summary>Error of a wallet that the request cannot be made for otherwise.</summary>
    public const string Invalid = "invalid_request";

    private const string Preferred = "A256GCM";

    /// <summary>Of a wallet that says nothing of itself.</summary>
    public static readonly WalletMetadata None = new(Jwe.Encryptions, null, Preferred);

    /// <summary>Reads what a wallet sent for a request with these demands; else the error.</summary>
    /// <param name="sent">JSON with each member once; null where it was none.</param>
    /// <param name="encrypted">Whether the answer is to be encrypted.</param>
    public static (WalletMetadata? Metadata, string? Error) Read(JsonNode? sent, bool encrypted)
    {
        if (sent is not JsonObject metadata)
            return (null, Invalid);
        if (metadata.ContainsKey("vp_formats_supported") && !TakesFormat(metadata["vp_formats_supported"]))
            return (null, FormatsUnsupported);
        if (!Takes(metadata, "response_types_supported", "vp_token")
            || !Takes(metadata, "response_modes_supported", encrypted ? RequestObject.Encrypted : RequestObject.InClear)
            || !Takes(metadata, "client_id_prefixes_supported", "x509_hash")
            || !Takes(metadata, "request_object_signing_alg_values_supported", Es256.Name))
            return (null, Invalid);
        var answers = Common(metadata, "authorization_encryption_enc_values_supported");
        if (encrypted && (answers.Count == 0 || !Takes(metadata, "authorization_encryption_alg_values_supported", Jwe.Algorithm)))
            return (null, Invalid);
        if (!metadata.ContainsKey("jwks"))
            return (new(answers, null, Preferred), null);
        // It wants the request encrypted, and gets none that is not.
        var requests = Common(metadata, "request_object_encryption_enc_values_supported");
        return KeyIn(metadata["jwks"]) is { } key && requests.Count > 0 && Takes(metadata, "request_object_encryption_alg_values_supported", Jwe.Algorithm)
            ? (new(answers, key, requests.Contains(Preferred) ? Preferred : requests[0]), null)
            : (null, Invalid);
    }

    // Wallets name a format with algorithms, with none, or with null (appendix B.3.4 has the members optional).
    private static bool TakesFormat(JsonNode? formats) =>
        formats is JsonObject named && named.ContainsKey(SdJwtVc.Type) && named[SdJwtVc.Type] is null or JsonObject
        && (((JsonObject)formats)[SdJwtVc.Type] is not JsonObject format
            || Takes(format, "sd-jwt_alg_values", Es256.Name) && Takes(format, "kb-jwt_alg_values", Es256.Name));

    private static bool Takes(JsonObject from, string name, string value) => !from.ContainsKey(name) || Texts(from[name]).Contains(value);

    private static IReadOnlyList<string> Common(JsonObject from, string name) =>
        from.ContainsKey(name) ? [.. Jwe.Encryptions.Intersect(Texts(from[name]))] : Jwe.Encryptions;

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node is JsonArray all ? all.Select(one => one is JsonValue value && value.TryGetValue<string>(out var text) ? text : "") : [];

    private static JsonObject? KeyIn(JsonNode? jwks) => jwks is JsonObject set && set["keys"] is JsonArray keys
        ? keys.OfType<JsonObject>().FirstOrDefault(key =>
            Jws.Text(key, "crv") == "P-256" && Jwk.PublicPart(key) is not null
            && (!key.ContainsKey("use") || Jws.Text(key, "use") == "enc") && (!key.ContainsKey("alg") || Jws.Text(key, "alg") == Jwe.Algorithm))
        : null;
}
