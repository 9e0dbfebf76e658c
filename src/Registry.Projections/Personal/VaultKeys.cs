namespace Registry.Projections.Personal;

/// <summary>The vault's two secrets, 32 bytes each.</summary>
/// <param name="Wrapping">Key-encryption key over the subjects' data keys.</param>
/// <param name="Index">Key of the blind index; changing it changes every tag.</param>
public sealed record VaultKeys(byte[] Wrapping, byte[] Index);
