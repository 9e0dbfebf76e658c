using Registry.Api.Access;
using Registry.Api.CovertInquiries;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Documents;

/// <summary>A licence as OFD under its issuer's electronic seal (GB/T 33190, GB/T 38540).</summary>
internal static class GetLicenceOfd
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/{id}/document.ofd", Handle).RequireAuthorization(Policies.ReadLicences).RecordsAccess().TakesDelegation().TakesCovert()
            .WithSummary("One licence as sealed OFD; the reading is recorded 证照OFD")
            .Produces(StatusCodes.Status200OK, contentType: "application/ofd").ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> Handle(LicenceId id, LicenceDocuments documents, CancellationToken token) =>
        documents.FileAsync(id, DocumentKind.Ofd, token);
}
