using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Api.Log;
using Registry.Domain.Cases;
using Registry.Domain.Replay;

namespace Registry.Api.Cases;

/// <summary>A case as of an index or time of the log, for an auditor.</summary>
internal static class ReplayCase
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/audit/cases/{id}", Handle).RequireAuthorization(Policies.Audit).RecordsAccess().WithTags("Audit 审计")
            .WithSummary("A case as of an index or time; the reading is recorded").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static Task<IResult> Handle(
        CaseId id, [AsParameters] AsOfQuery query, Replaying replaying, HttpResponse response, CancellationToken token) =>
        replaying.AnswerAsync("case", id.Value, query, asOf => StreamReplay.OfCase(id, asOf), response, token);
}
