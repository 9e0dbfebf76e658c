using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Erasures;
using Registry.Domain.Personal;

namespace Registry.Api.Erasures;

/// <summary>An officer's refusal, with the reason for the person (PIPL art. 50).</summary>
internal static class RefuseErasure
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapPost("/{id}/refusal", Handle).RequireAuthorization(Policies.Erase).CarriesNothingPersonal()
            .WithSummary("Refuse an erasure 拒绝删除").ProducesChange();

    private static async Task<IResult> Handle(
        ErasureId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Erasure, ErasureId, ErasureEvent>(
            id, version, Authority.OverErasure(commands.Caller),
            erasure => ErasureDecider.Refuse(erasure, new Remark(body.Reason), clock.Today()));
}
