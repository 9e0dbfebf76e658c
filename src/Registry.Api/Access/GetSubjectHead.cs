using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Api.Access;

/// <summary>
/// The key with which a person finds the accesses to their data in the public log, as a head to begin with. A delegate who was shown it
/// keeps it when the delegation ends.
/// </summary>
internal static class GetSubjectHead
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/my/accesses/head", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithTags("Access 访问记录")
            .WithSummary("My key for registry-verify subject; keep it secret 本人清点访问记录的密钥")
            .Produces<string>(contentType: "application/json").ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(Caller caller, Delegated delegated, SubjectVault vault, TenantLogs logs, HttpContext http)
    {
        if (caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses/head") is not { } subject
            || logs.Find(caller.Tenant) is not { } log)
            return Problems.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(new SubjectHead(log.Origin, vault.AccessKeyOf(subject), Count: 0, Size: 0).ToText(), "application/json");
    }
}
