namespace Registry.Domain.Sharing;

/// <summary>
/// 使用事由: what a system of another department says that it asks for a licence for, under the names that services in the style of GB/T 36906 have.
/// Nobody has checked it: the purpose that counts is the grant's. Only ever sealed, because whoever types it can type a person's data.
/// </summary>
/// <param name="CertificateSystemName">The system by its name.</param>
/// <param name="CertificateCallCategory">0 for an item, 1 for another use.</param>
/// <param name="CertificateMatterName">The item by its name.</param>
/// <param name="CertificateEventCode">The item's code, or the number of the matter there.</param>
/// <param name="CertificateCopyCause">In plain words.</param>
public sealed record UseCause(
    string? CertificateSystemName = null, string? CertificateCallCategory = null, string? CertificateMatterName = null,
    string? CertificateEventCode = null, string? CertificateCopyCause = null);
