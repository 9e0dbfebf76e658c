using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Licences;

/// <summary>暂扣发还.</summary>
internal static class RestoreLicence
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/restoration", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Lift a suspension 暂扣发还").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller),
            licence => LicenceDecider.Restore(licence, new Remark(body.Reason), clock.Today()));
}
