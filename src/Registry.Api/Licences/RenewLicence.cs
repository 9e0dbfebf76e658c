using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain;
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
        LicenceId id, Request body, IfMatch version, CommandRunner commands, LicenceTypeCatalogue types, TimeProvider clock)
    {
        return commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(id, version, Authority.OverLicence(commands.Caller), DecideAsync);

        async Task<Decision<LicenceEvent>> DecideAsync(Licence licence, WriteSession session)
        {
            var today = clock.Today();
            var type = licence.TypeVersion is { } number
                ? (await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type))?.Version(number)
                : null;
            var decision = LicenceDecider.Renew(licence, type, new(today, body.ValidFrom, body.ValidUntil), today);
            // While it had run out, another may have taken its place.
            if (decision.Refusal is null && licence.Slot is { } slot && !licence.IsLive(today)
                && await LicencePlaces.TakeAsync(session, slot, id, today) is { } occupied)
                return occupied;
            return decision;
        }
    }
}
