using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>延续: a new version for a further term.</summary>
internal static class RenewLicence
{
    public sealed record Request(DateOnly ValidFrom, DateOnly? ValidUntil);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/renewal", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Renew a licence 延续").ProducesChange();

    private static Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller),
            licence => LicenceDecider.Renew(licence, new(clock.Today(), body.ValidFrom, body.ValidUntil), clock.Today()));
}
