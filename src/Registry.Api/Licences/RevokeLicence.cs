using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Licences;

/// <summary>吊销: a sanction, and final.</summary>
internal static class RevokeLicence
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/revocation", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Revoke a licence 吊销").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller),
            licence => LicenceDecider.Revoke(licence, new Remark(body.Reason), clock.Today()));
}
