using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Signatures;

namespace Registry.Domain.Keys;

/// <summary>
/// What the authority's root key says of another key. The root is never on the server, so whoever takes the server over
/// cannot bring a key of his own in.
/// </summary>
/// <param name="Use">What the key may sign.</param>
/// <param name="Owner">The authority's region code; of a checkpoint key the log's origin.</param>
/// <param name="Algorithm">Name of the endorsed key's algorithm.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of the endorsed key, DER, base64.</param>
public sealed record KeyEndorsement(string Use, string Owner, string Algorithm, string PublicKey)
{
    /// <summary>Signs events in the authority's name.</summary>
    public const string Event = "event";

    /// <summary>Signs checkpoints of a log.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>"registry/key-endorsement/v1\n" ‖ JCS({algorithm, owner, publicKey, use}): no other signature covers such bytes.</summary>
    public byte[] SignedBytes() =>
    [
        .. "registry/key-endorsement/v1\n"u8,
        .. JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(
            new { algorithm = Algorithm, owner = Owner, publicKey = PublicKey, use = Use })),
    ];

    /// <summary>Whether this root signed it.</summary>
    public bool IsBy(IVerificationKey root, ReadOnlySpan<byte> signature) => root.Verify(SignedBytes(), signature);
}
