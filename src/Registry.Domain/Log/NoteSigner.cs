using System.Text;
using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>Signs notes under a name with an Ed25519 key, which may live behind any <see cref="ISigner"/>.</summary>
public sealed class NoteSigner
{
    private readonly ISigner _signer;

    /// <summary>Binds a key to the name it signs under.</summary>
    /// <exception cref="ArgumentException">The name is not valid, or the key is not an Ed25519 key.</exception>
    public NoteSigner(string name, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (signer.Algorithm != Ed25519.Name || !Ed25519.TryRawFromSpki(signer.PublicKeySpki, out var publicKey))
            throw new ArgumentException("Notes are signed with Ed25519 keys.", nameof(signer));
        VerifierKey = NoteVerifierKey.FromEd25519(name, publicKey);
        _signer = signer;
    }

    /// <summary>The name the key signs under.</summary>
    public string Name => VerifierKey.Name;

    /// <summary>What verifiers need to know.</summary>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>Signs the text of a note, its last newline included.</summary>
    public NoteSignature Sign(string text) => new(Name, VerifierKey.Id, _signer.Sign(Encoding.UTF8.GetBytes(text)));
}
