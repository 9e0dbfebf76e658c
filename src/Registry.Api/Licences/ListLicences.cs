using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections;
using Registry.Projections.Licences;

namespace Registry.Api.Licences;

/// <summary>A holder's own licences, or those an agency has issued or that are on their way to it. Cards carry nothing personal.</summary>
internal static class ListLicences
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapGet("/", Handle).RequireAuthorization(Policies.ReadLicences).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Own licences, or those the agency has issued").Produces<IReadOnlyList<LicenceSummary>>();

    private static async Task<IResult> Handle(
        Caller caller, Delegated delegated, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<LicenceCard> cards = session.Query<LicenceCard>();
        switch (caller.Actor)
        {
            case { Role: Role.Citizen, Subject: not null }:
                if (await delegated.SubjectAsync(DelegatedPurpose.ReadLicences, DataClass.Licence, "licences")
                    is not { } holder)
                    return Problems.NotFound();
                cards = cards.Of(holder);
                break;
            case { Role: Role.IssuingOfficer, Agency.Value: var agency }
                when AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is null:
                cards = cards.Where(card => card.Issuer == agency || card.Receiver == agency);
                break;
            case { Role: Role.Auditor }:
                break;
            default:
                return TypedResults.Ok<IReadOnlyList<LicenceSummary>>([]);
        }
        var found = await cards.OrderBy(card => card.Id).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<LicenceSummary>>([.. found.Select(LicenceSummary.Of)]);
    }
}
