namespace Registry.Projections.Personal;

/// <summary>The vault's secrets.</summary>
/// <param name="Wrapping">Key-encryption keys over the subjects' data keys.</param>
/// <param name="Index">Key of the blind index, 32 bytes; changing it changes every tag.</param>
public sealed record VaultKeys(IWrappingKeys Wrapping, byte[] Index);
