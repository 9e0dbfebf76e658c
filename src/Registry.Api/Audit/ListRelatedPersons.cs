using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Projections;

namespace Registry.Api.Audit;

/// <summary>Who is declared related to an officer, by tag.</summary>
internal static class ListRelatedPersons
{
    public static void Map(RouteGroupBuilder related) =>
        related.MapGet("/", Handle).RequireAuthorization(Policies.RelatePersons).CarriesNothingPersonal()
            .WithSummary("Persons related to an officer, by tag 回避关系清单").Produces<PersonListView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string officer, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token) =>
        await ListedPersons.RelatedToAsync(officer, caller, sessions, token) is { } id
            ? await PersonListView.AnswerAsync(sessions, caller.Tenant, id, response, token)
            : Problems.NotFound();
}
