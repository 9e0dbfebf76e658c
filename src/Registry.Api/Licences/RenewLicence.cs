using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>延续: a new version for a further term, or the proposal of one where the licence's type wants two officers.</summary>
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
            var type = await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type);
            var followed = licence.TypeVersion is { } number ? type?.Version(number) : null;
            var decision = LicenceDecider.Renew(licence, followed, new(today, body.ValidFrom, body.ValidUntil), today);
            return type?.NeedsTwo(licence, LicenceOperation.Renew) == true
                ? LicenceProposalDecider.ProposeVersion(licence, decision, commands.Caller.Actor.Id, today)
                : await LicencePlaces.TakeAsync(session, licence, decision, today);
        }
    }
}
