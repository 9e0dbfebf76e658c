using Registry.Api.Access;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Documents;

/// <summary>A licence on paper, with a QR code that leads to whether it is in force.</summary>
internal static class GetLicencePdf
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}/document.pdf", Handle).RequireAuthorization(Policies.ReadLicences).RecordsAccess().TakesDelegation().TakesCovert()
            .WithSummary("One licence as PDF; the reading is recorded 证照PDF")
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf").ProducesProblem(StatusCodes.Status404NotFound);

    private static Task<IResult> Handle(LicenceId id, LicenceDocuments documents, CancellationToken token) =>
        documents.FileAsync(id, DocumentKind.Pdf, token);
}
