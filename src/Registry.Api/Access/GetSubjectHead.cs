using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Api.Access;

/// <summary>The key with which a person finds the accesses to their data in the public log, as a head to begin with.</summary>
internal static class GetSubjectHead
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/my/accesses/head", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithTags("Access 访问记录")
            .WithSummary("My key for registry-verify subject; keep it secret 本人清点访问记录的密钥")
            .Produces<string>(contentType: "application/json").ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(Caller caller, SubjectVault vault, TenantLogs logs, HttpContext http)
    {
        if (caller.Actor.Subject is not { } subject)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (logs.Find(caller.Tenant) is not { } log)
            return Problems.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text(new SubjectHead(log.Origin, vault.AccessKeyOf(subject), Count: 0, Size: 0).ToText(), "application/json");
    }
}
