using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Objections;

namespace Registry.Api.Objections;

/// <summary>受理, by one who may answer it, and who has it from then on; from a colleague, too.</summary>
internal static class TakeObjection
{
    public static void Map(RouteGroupBuilder objections) =>
        objections.MapPost("/{id}/acceptance", Handle).RequireAuthorization(Policies.AnswerObjections).CarriesNothingPersonal()
            .WithSummary("Take up an objection 受理异议").ProducesChange();

    private static Task<IResult> Handle(ObjectionId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Objection, ObjectionId, ObjectionEvent>(
            id, version, Authority.OverObjection(commands.Caller),
            objection => ObjectionDecider.Take(objection, commands.Caller.Actor.Id, clock.Today()));
}
