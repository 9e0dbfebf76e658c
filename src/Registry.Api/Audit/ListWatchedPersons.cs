using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Projections;

namespace Registry.Api.Audit;

/// <summary>Who is on the watched list, by tag.</summary>
internal static class ListWatchedPersons
{
    public static void Map(RouteGroupBuilder watched) =>
        watched.MapGet("/", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("The watched persons, by tag 重点人员名单").Produces<PersonListView>();

    private static Task<IResult> Handle(Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token) =>
        PersonListView.AnswerAsync(sessions, caller.Tenant, ListedPersons.Watched(caller), response, token);
}
