using System.Text.Json;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Export;

/// <summary>A key as an entry of the log introduces it.</summary>
/// <param name="Owner">The agency's code, or the authority's for its own.</param>
/// <param name="Algorithm">Fixed here: what an entry says about it is only compared.</param>
internal sealed record KeyRecord(string Kid, string Owner, string Algorithm, IVerificationKey Key)
{
    public const string EventType = "signing_key_registered.v1";

    /// <summary>Null when the data has another shape, or is not the key that its id names.</summary>
    public static KeyRecord? Read(JsonElement data)
    {
        if (!data.HasExactly("algorithm", "kid", "owner", "publicKey") || data.TextOf("owner") is not { Length: > 0 } owner
            || data.TextOf("algorithm") is not { } algorithm || SignatureSchemes.For(algorithm) is not { } scheme
            || data.TextOf("publicKey") is not { } text || !StrictBase64.TryDecode(text, out var spki)
            || KeyId.Of(spki) is var kid && data.TextOf("kid") != kid || scheme.ImportPublicKey(spki) is not { } key)
            return null;
        return new(kid, owner, algorithm, key);
    }
}
