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
    /// <summary>Of all that were found, in their order.</summary>
    public static async Task<IReadOnlyList<CertInfo>> OfAsync(
        IReadOnlyCollection<Licence> found, LicenceType? type, Caller caller, SharingGrantId grant, SharedUses uses, TimeProvider clock)
    {
        var (now, today) = (clock.GetUtcNow(), clock.Today());
        var codes = await uses.CodesAsync(
            caller, grant,
            [.. found.Where(one => LicenceVerification.Judge(one, one.Identifier.Version, today) is LicenceVerdict.Valid).Select(one => one.Id)]);
        return [.. found.Select(Info)];

        CertInfo Info(Licence licence)
        {
            var (identifier, code) = (licence.Identifier, codes.GetValueOrDefault(licence.Id));
            return new(
                identifier, identifier.Type, type?.InForce?.Definition.Name.Zh, identifier.Serial, licence.Issuer,
                NationalCodes.StateOf(licence, today), code, code is null ? null : now + SharedUses.Life);
        }
    }
}
