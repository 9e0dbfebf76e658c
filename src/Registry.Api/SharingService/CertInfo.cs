using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;

namespace Registry.Api.SharingService;

/// <summary>That there is a licence, under the names of GB/T 36903; nothing of its face.</summary>
/// <param name="CertificateStatus">证照状态: 01 to 07.</param>
/// <param name="AuthCode">用证码: for one download, by the system that asked and under its grant; absent of a licence that is not valid.</param>
/// <param name="AuthCodeExpiringTime">Until when.</param>
internal sealed record CertInfo(
    LicenceIdentifier CertificateIdentifier, LicenceTypeCode CertificateTypeCode, string? CertificateName, string CertificateNumber,
    Uscc CertificateIssuingAuthorityCode, string CertificateStatus, string? AuthCode, DateTimeOffset? AuthCodeExpiringTime)
{
    public static async Task<CertInfo> OfAsync(
        Licence licence, LicenceType? type, Caller caller, SharingGrantId grant, SharedUses uses, TimeProvider clock)
    {
        var (identifier, now, today) = (licence.Identifier, clock.GetUtcNow(), clock.Today());
        var usable = LicenceVerification.Judge(licence, identifier.Version, today) is LicenceVerdict.Valid;
        return new(
            identifier, identifier.Type, type?.InForce?.Definition.Name.Zh, identifier.Serial, licence.Issuer, NationalCodes.StateOf(licence, today),
            usable ? await uses.CodeAsync(caller, grant, licence.Id) : null, usable ? now + SharedUses.Life : null);
    }
}
