using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>Puts a person whose prominence invites curiosity on the watched list: rules of kind watchedPerson find any look at them.</summary>
internal static class AddWatchedPerson
{
    public static void Map(RouteGroupBuilder watched) =>
        watched.MapPost("/", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Watch looks at a person; If-Match \"0\" for the first 列入重点人员").ProducesChange();

    private static async Task<IResult> Handle(PersonCode body, IfMatch version, CommandRunner commands, SubjectVault vault) =>
        body.IsWellFormed
            ? await PersonListChange.RunAsync(
                commands, ListedPersons.Watched(commands.Caller), version, ListedPersons.WatchedGround(commands.Caller),
                list => PersonListDecider.Add(list, officer: null, body.Tag(vault)))
            : Problems.Invalid("field-malformed", "code");
}
