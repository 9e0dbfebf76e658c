namespace Registry.Domain.Log;

/// <summary>Binds an entry to its payload without revealing it: SHA-256(0x10 ‖ salt ‖ JCS(payload)).</summary>
/// <remarks>
/// The salt is random for each event and stored beside the payload. When both are erased, 256 unknown bits keep
/// the commitment from being guessed, and every proof over the entry still verifies.
/// </remarks>
public static class Commitment
{
    /// <summary>The number of salt bytes.</summary>
    public const int SaltLength = 32;

    private const byte CommitmentTag = 0x10;

    /// <summary>Cost: one hash over the payload.</summary>
    /// <param name="salt">32 bytes. A fixed length keeps salt and payload from sliding into each other.</param>
    /// <param name="canonicalPayload">The payload in RFC 8785 form.</param>
    /// <exception cref="ArgumentException">The salt has another length.</exception>
    public static LogHash Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> canonicalPayload)
    {
        if (salt.Length != SaltLength)
            throw new ArgumentException("A commitment's salt has 32 bytes.", nameof(salt));
        return HashInput.Hash(CommitmentTag, salt, canonicalPayload);
    }
}
