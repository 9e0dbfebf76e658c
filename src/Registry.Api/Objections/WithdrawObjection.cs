using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Objections;

namespace Registry.Api.Objections;

/// <summary>By the person, until it is answered.</summary>
internal static class WithdrawObjection
{
    public static void Map(RouteGroupBuilder own) =>
        own.MapPost("/{id}/withdrawal", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Withdraw my objection 撤回异议").ProducesChange();

    private static Task<IResult> Handle(ObjectionId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Objection, ObjectionId, ObjectionEvent>(
            id, version, Authority.OverOwnObjection(commands.Caller),
            objection => ObjectionDecider.Withdraw(objection, clock.Today()));
}
