using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>Cosigns checkpoints as a witness does. What may be cosigned is not judged here.</summary>
public sealed class CosignatureSigner
{
    private readonly ISigner _signer;

    /// <summary>Binds a key to the one witness it may serve.</summary>
    /// <exception cref="ArgumentException">The name is not valid, or the key is not an Ed25519 key.</exception>
    public CosignatureSigner(string name, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (signer.Algorithm != Ed25519.Name || !Ed25519.TryRawFromSpki(signer.PublicKeySpki, out var publicKey))
            throw new ArgumentException("Cosignatures are made with Ed25519 keys.", nameof(signer));
        VerifierKey = NoteVerifierKey.CosignerFromEd25519(name, publicKey);
        _signer = signer;
    }

    /// <summary>What verifiers need to know.</summary>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>Cosigns a checkpoint as of a time, which is stated in whole seconds.</summary>
    public NoteSignature Sign(Checkpoint checkpoint, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfLessThan(at, DateTimeOffset.UnixEpoch);
        return new NoteSignature(
            VerifierKey.Name, VerifierKey.Id, Cosignature.Sign(_signer, checkpoint.ToText(), at.ToUnixTimeSeconds()));
    }
}
