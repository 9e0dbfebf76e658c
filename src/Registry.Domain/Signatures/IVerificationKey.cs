namespace Registry.Domain.Signatures;

/// <summary>A public key that is ready to verify. Safe for many threads at once until it is disposed.</summary>
public interface IVerificationKey : IDisposable
{
    /// <summary>The algorithm this key is for.</summary>
    string Algorithm { get; }

    /// <returns>False for any wrong signature or message, malformed ones included; never an exception.</returns>
    bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
