namespace Registry.Domain.Signatures;

/// <summary>
/// Signs with one private key. This is the seam behind which a key may live in another process or a security
/// module; such an implementation throws when it cannot sign, and never answers a wrong signature.
/// </summary>
/// <remarks>Implementations may be used by many threads at once.</remarks>
public interface ISigner
{
    /// <summary>The JOSE name of the algorithm.</summary>
    string Algorithm { get; }

    /// <summary>The <see cref="Signatures.KeyId"/> of the public key.</summary>
    string KeyId { get; }

    /// <summary>A fresh copy of the public key in DER (SubjectPublicKeyInfo).</summary>
    byte[] PublicKeySpki { get; }

    /// <summary>Signs the message itself, not a digest of it. All schemes here answer 64 bytes.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}
