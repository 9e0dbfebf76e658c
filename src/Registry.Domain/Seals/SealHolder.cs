using Registry.Domain.Signatures;

namespace Registry.Domain.Seals;

/// <summary>
/// Who can set a seal. <see cref="ISigner"/> is the seam: a software key for test seals, and a certified device behind PKCS#11 or
/// SDF (GM/T 0018) for seals with legal effect.
/// </summary>
/// <param name="Certificate">For the key; one of those that the seal names.</param>
/// <param name="Key">SM2 with SM3.</param>
public sealed record SealHolder(ElectronicSeal Seal, SealCertificate Certificate, ISigner Key);
