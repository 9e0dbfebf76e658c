using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;

namespace Registry.Api.Ceremony;

/// <summary>What a ceremony brings back to the server: the root's signatures, and the digest of the transcript.</summary>
internal sealed record Endorsements(
    string Root, string RootAlgorithm, string Transcript, IReadOnlyList<Endorsements.Signed> Keys)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <param name="Signature">base64url.</param>
    public sealed record Signed(KeyEndorsement Key, string Signature);

    /// <exception cref="JsonException">The file is not what a ceremony writes, or a signature is not the root's.</exception>
    public static Endorsements Read(Stream json)
    {
        var read = JsonSerializer.Deserialize<Endorsements>(json, Strict) ?? throw new JsonException("null");
        using var root = SignatureSchemes.For(read.RootAlgorithm)?.ImportPublicKey(Convert.FromBase64String(read.Root))
            ?? throw new JsonException("root");
        foreach (var (key, signature) in read.Keys.Select(signed => (signed.Key, signed.Signature)))
            if (!key.IsBy(root, Base64Url.DecodeFromChars(signature)))
                throw new JsonException($"signature: {key.Use} {key.Owner} {key.PublicKey}");
        return read;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Strict);
}
