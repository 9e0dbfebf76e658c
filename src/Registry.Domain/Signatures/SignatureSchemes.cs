namespace Registry.Domain.Signatures;

/// <summary>The schemes this build can verify.</summary>
public static class SignatureSchemes
{
    /// <summary>The scheme of that exact name, or null when this build does not know it.</summary>
    public static ISignatureScheme? For(string algorithm) => algorithm switch
    {
        Es256.Name => Es256.Scheme,
        Ed25519.Name => Ed25519.Scheme,
        Sm2.Name => Sm2.Scheme,
        _ => null,
    };
}
