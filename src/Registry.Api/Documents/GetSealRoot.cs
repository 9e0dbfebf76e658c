using System.Security.Cryptography;
using System.Text;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Issuers;

namespace Registry.Api.Documents;

/// <summary>
/// The authorities behind the seals on OFD files, for readers to pin (<c>registry-verify licence --seal-ca</c>); served here only for getting to know them.
/// </summary>
internal static class GetSealRoot
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    public static void Map(WebApplication app) =>
        app.MapGet("/seal-authority/root.pem", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("Certificates of the authorities behind the seals 电子印章证书颁发机构").Produces<string>(contentType: "application/x-pem-file")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(AgencySeals seals, HttpContext http)
    {
        var pem = string.Concat(seals.Trust.Anchors.Select(anchor => PemEncoding.WriteString("CERTIFICATE", anchor.Certificate.Der.Span) + "\n"));
        return pem.Length == 0 ? Problems.NotFound() : PublicBytes.Answer(http, Encoding.ASCII.GetBytes(pem), "application/x-pem-file", MaxAge);
    }
}
