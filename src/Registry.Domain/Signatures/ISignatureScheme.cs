namespace Registry.Domain.Signatures;

/// <summary>
/// One signature algorithm. The algorithm belongs to the key record, never to the message: callers take the
/// scheme from the record of the key they trust and compare any algorithm name in a message with it.
/// </summary>
/// <remarks>Implementations are stateless and may be used by many threads at once.</remarks>
public interface ISignatureScheme
{
    /// <summary>The JOSE name of the algorithm, as <c>ES256</c>, <c>Ed25519</c> or <c>SM2SM3</c>.</summary>
    string Algorithm { get; }

    /// <summary>Imports a public key once, to verify many signatures with it.</summary>
    /// <param name="subjectPublicKeyInfo">The DER form of RFC 5280 4.1.2.7, exactly as this scheme writes it.</param>
    /// <returns>The key, or null when the bytes are not a valid key of this scheme.</returns>
    IVerificationKey? ImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo);

    /// <summary>
    /// Verifies one signature. Importing the key costs up to twice as much as the verification itself: use
    /// <see cref="ImportPublicKey"/> where the same key is used again.
    /// </summary>
    /// <returns>False for any wrong signature, message or key, malformed ones included; never an exception.</returns>
    bool Verify(ReadOnlySpan<byte> subjectPublicKeyInfo, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var key = ImportPublicKey(subjectPublicKeyInfo);
        return key is not null && key.Verify(message, signature);
    }
}
