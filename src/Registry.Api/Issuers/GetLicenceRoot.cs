using System.Security.Cryptography;
using System.Text;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;

namespace Registry.Api.Issuers;

/// <summary>The roots that issuers' certificates lead to, for readers to pin; served here only for getting to know them.</summary>
internal static class GetLicenceRoot
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    public static void Map(WebApplication app) =>
        app.MapGet("/licence-authority/root.pem", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("Root certificates of the licence authority 电子证照根证书").Produces<string>(contentType: "application/x-pem-file")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        var keys = await issuers.AllAsync(settings.Authority, KeyOwner.OfLicenceAuthority(RegionCode.Parse(settings.Authority)), token);
        var pem = string.Concat(
            from key in keys
            where key.Suspicion is null && key.Certificate is not null
            select PemEncoding.WriteString("CERTIFICATE", Convert.FromBase64String(key.Certificate!)) + "\n");
        return pem.Length == 0
            ? Problems.NotFound()
            : PublicBytes.Answer(http, Encoding.ASCII.GetBytes(pem), "application/x-pem-file", MaxAge);
    }
}
