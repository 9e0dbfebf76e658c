using Registry.Api.Cases;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Api.SharingService;

/// <summary>Reads what a system says that it asks for (<see cref="UseCause"/>).</summary>
internal static class UseCauses
{
    /// <summary>Characters of each of its texts, as the standard bounds them.</summary>
    private const int Longest = 200;

    /// <summary>The member that is not as it should be; null where all are.</summary>
    public static string? FaultOf(UseCause? cause) => cause is null ? null
        : cause.CertificateCallCategory is not (null or "0" or "1") ? "data.useCause.certificateCallCategory"
        : IsWrong(cause.CertificateSystemName) ? "data.useCause.certificateSystemName"
        : IsWrong(cause.CertificateMatterName) ? "data.useCause.certificateMatterName"
        : IsWrong(cause.CertificateEventCode) ? "data.useCause.certificateEventCode"
        : IsWrong(cause.CertificateCopyCause) ? "data.useCause.certificateCopyCause"
        : null;

    /// <summary>
    /// To be kept with the access, under the key of whom it is about: then their evidence bundle shows the access as before, and their erasure ends
    /// the words too.
    /// </summary>
    public static Personal<UseCause>? For(SubjectTag subject, UseCause? cause) =>
        cause is null || cause == new UseCause() ? null : Personal<UseCause>.Of(subject, cause);

    private static bool IsWrong(string? text) => text is not null && !FormFields.IsText(text, Longest);
}
