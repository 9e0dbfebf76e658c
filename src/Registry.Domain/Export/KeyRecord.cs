using System.Text.Json;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Export;

/// <summary>A key as an entry of the log introduces it, and its life by log position.</summary>
/// <param name="Owner">The agency's code, or the authority's for its own.</param>
/// <param name="Algorithm">Fixed here: what an entry says about it is only compared.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, base64.</param>
/// <param name="From">Index of the entry that introduces it, which it may sign itself.</param>
public sealed record KeyRecord(string Kid, string Owner, string Algorithm, IVerificationKey Key, string PublicKey, long From)
{
    public const string EventType = "signing_key_registered.v1";

    /// <summary>Index of the entry that retires it or tells its compromise: it signs nothing from there on.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>Index of the first entry that somebody else may have signed with it; null when nobody has said so.</summary>
    public long? SuspectFrom { get; init; }

    public bool SignsAt(long index) => index >= From && index < End;

    /// <summary>Null when the data has another shape, or is not the key that its id names.</summary>
    public static KeyRecord? Read(JsonElement data, long index)
    {
        if (!data.HasExactly("algorithm", "kid", "owner", "publicKey") || data.TextOf("owner") is not { } owner || !LogEntry.IsPlain(owner)
            || data.TextOf("algorithm") is not { } algorithm || SignatureSchemes.For(algorithm) is not { } scheme
            || data.TextOf("publicKey") is not { } text || !StrictBase64.TryDecode(text, out var spki)
            || KeyId.Of(spki) is var kid && data.TextOf("kid") != kid || scheme.ImportPublicKey(spki) is not { } key)
            return null;
        return new(kid, owner, algorithm, key, text, index);
    }
}
