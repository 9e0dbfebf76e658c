using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections;

namespace Registry.Api.Authorities;

/// <summary>What an officer is charged with now. Staff ids are pseudonyms; who is behind one, the identity provider knows.</summary>
internal static class GetOfficer
{
    public sealed record Response(string Officer, IReadOnlyList<Duty> Duties, long Version);

    public static void Map(RouteGroupBuilder officers) =>
        officers.MapGet("/", Handle).RequireAuthorization(Policies.ManageDuties).CarriesNothingPersonal()
            .WithSummary("An officer's duties")
            .Produces<Response>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string officer, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        if (!OfficerId.IsOfficer(officer))
            return Problems.Invalid("officer-malformed", "officer");
        var id = OfficerId.Of(RegionCode.Parse(caller.Tenant), officer);
        await using var session = sessions.Query(caller.Tenant);
        var version = (await session.Events.FetchStreamStateAsync(id.Value, token))?.Version;
        if (version is null || await session.Events.AggregateStreamAsync<Officer>(id.Value, version.Value, token: token) is not { } known)
            return Problems.NotFound();
        response.Headers.ETag = IfMatch.ToETag(version.Value);
        return TypedResults.Ok(new Response(known.Name, known.Duties, version.Value));
    }
}
