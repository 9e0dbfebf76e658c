using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections;

namespace Registry.Api.Audit;

/// <summary>
/// Judges days that are over, or today so far, by a rule's last version and the lists as they are. Asked again it raises nothing twice.
/// </summary>
internal static class ApplyRule
{
    private const int MostDays = 366;

    /// <summary>Nothing here is older.</summary>
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <param name="From">First day, where the city is; <paramref name="To"/> the last, at most a year later.</param>
    public sealed record Request(DateOnly From, DateOnly To);

    /// <param name="Raised">Findings that were not there before.</param>
    public sealed record Response(int Raised);

    public static void Map(RouteGroupBuilder rules) =>
        rules.MapPost("/{id}/application", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Judge past days by a rule 对以往访问适用规则").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        AuditRuleId id, Request body, Caller caller, RegistrySessions sessions, Judging judging, TimeProvider clock, CancellationToken token)
    {
        if (body.From < Earliest)
            return Problems.Invalid("field-malformed", "from");
        if (body.To < body.From || body.To > clock.Today() || body.To.DayNumber - body.From.DayNumber >= MostDays)
            return Problems.Invalid("field-malformed", "to");
        await using var session = sessions.Query(caller.Tenant);
        if (await session.Events.AggregateStreamAsync<AuditRule>(id.Value, token: token) is null)
            return Problems.NotFound();
        return TypedResults.Ok(new Response(await judging.JudgePastAsync(
            caller.Tenant, id, Shanghai.StartOf(body.From), Shanghai.StartOf(body.To.AddDays(1)), token)));
    }
}
