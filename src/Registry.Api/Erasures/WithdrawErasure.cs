using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Erasures;

namespace Registry.Api.Erasures;

/// <summary>By the person whose data it is, until it is done, whoever asked.</summary>
internal static class WithdrawErasure
{
    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapPost("/{id}/withdrawal", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Withdraw a request to erase 撤回删除请求").ProducesChange();

    private static Task<IResult> Handle(ErasureId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Erasure, ErasureId, ErasureEvent>(
            id, version, Authority.OverOwnErasure(commands.Caller),
            erasure => ErasureDecider.Withdraw(erasure, clock.Today()));
}
