using System.Text.Json;
using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Delegations;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Cases;

namespace Registry.Api.Cases;

/// <summary>An applicant's own cases, or those of whom the caller acts for, or an agency's work list by deadline. Cards carry nothing personal.</summary>
internal static class ListCases
{
    private const int Most = 200;

    // As answers write them: binding to the enumeration would ask for capitals and take any number.
    private static readonly Dictionary<string, CaseStatus> StatusByName =
        Enum.GetValues<CaseStatus>().ToDictionary(status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapGet("/", Handle).RequireAuthorization(Policies.ReadCases).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Own cases, or the agency's work list")
            .Produces<IReadOnlyList<CaseSummary>>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> Handle(
        string? status, Caller caller, Delegated delegated, RegistrySessions sessions, CancellationToken token)
    {
        if (status is not null && !StatusByName.ContainsKey(status))
            return Problems.Invalid("request-malformed", "status");
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<CaseCard> cards = session.Query<CaseCard>();
        SubjectTag? whose = null;
        switch (caller.Actor)
        {
            case { Role: Role.Citizen, Subject: not null }:
                if (await delegated.SubjectAsync(DelegatedPurpose.ReadCases, DataClass.Case, "cases") is not { } applicant)
                    return Problems.NotFound();
                (cards, whose) = (cards.Of(applicant), applicant);
                break;
            // An investigating officer has no work list: they see one person's, under an inquiry.
            case { Role: not Role.Investigator, Agency.Value: var agency, Region.SignificantDigits: var area }
                when (await caller.StandingAsync()).Duties.Any(duty => duty.Agency.Value == agency):
                cards = cards.Where(card => card.Agency == agency && card.Region.StartsWith(area));
                break;
            case { Role: Role.Auditor }:
                break;
            default:
                return TypedResults.Ok<IReadOnlyList<CaseSummary>>([]);
        }
        if (status is not null)
        {
            var wanted = StatusByName[status];
            cards = cards.Where(card => card.Status == wanted);
        }
        var found = await cards.OrderBy(card => card.PromisedBy).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<CaseSummary>>([.. found.Select(card => CaseSummary.Of(card, caller.Actor, whose))]);
    }
}
