using System.Text;
using Registry.Domain.Signatures;

namespace Registry.Domain.Log;

/// <summary>Signs notes under a name with an Ed25519 or SM2 key, which may live behind any <see cref="ISigner"/>.</summary>
public sealed class NoteSigner
{
    private readonly ISigner _signer;

    /// <summary>Binds a key to the name it signs under.</summary>
    /// <exception cref="ArgumentException">The name is not valid, or the key is of another kind.</exception>
    public NoteSigner(string name, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        VerifierKey = signer.Algorithm switch
        {
            Ed25519.Name when Ed25519.TryRawFromSpki(signer.PublicKeySpki, out var key) => NoteVerifierKey.FromEd25519(name, key),
            Sm2.Name when Sm2.TryRawFromSpki(signer.PublicKeySpki, out var key) => NoteVerifierKey.FromSm2(name, key),
            _ => throw new ArgumentException("Notes are signed with Ed25519 or SM2 keys.", nameof(signer)),
        };
        _signer = signer;
    }

    /// <summary>The name the key signs under.</summary>
    public string Name => VerifierKey.Name;

    /// <summary>What verifiers need to know.</summary>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>Signs the text of a note, its last newline included.</summary>
    public NoteSignature Sign(string text) => new(Name, VerifierKey.Id, _signer.Sign(Encoding.UTF8.GetBytes(text)));
}
