using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Api.Log;
using Registry.Domain.Licences;
using Registry.Domain.Replay;

namespace Registry.Api.Licences;

/// <summary>A licence as of an index or time of the log, for an auditor.</summary>
internal static class ReplayLicence
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/audit/licences/{id}", Handle).RequireAuthorization(Policies.Audit).RecordsAccess().WithTags("Audit 审计")
            .WithSummary("A licence as of an index or time; the reading is recorded").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static Task<IResult> Handle(
        LicenceId id, [AsParameters] AsOfQuery query, Replaying replaying, HttpResponse response, CancellationToken token) =>
        replaying.AnswerAsync("licence", id.Value, query, asOf => StreamReplay.OfLicence(id, asOf), response, token);
}
