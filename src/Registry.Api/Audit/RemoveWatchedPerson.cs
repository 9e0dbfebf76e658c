using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>Takes a person off the watched list. Looks while they were on it stay found.</summary>
internal static class RemoveWatchedPerson
{
    public static void Map(RouteGroupBuilder watched) =>
        watched.MapPost("/removal", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Watch a person no more 移出重点人员").ProducesChange();

    private static async Task<IResult> Handle(PersonCode body, IfMatch version, CommandRunner commands, SubjectVault vault) =>
        body.IsWellFormed
            ? await PersonListChange.RunAsync(
                commands, ListedPersons.Watched(commands.Caller), version, ListedPersons.WatchedGround(commands.Caller),
                list => PersonListDecider.Remove(list, body.Tag(vault)))
            : Problems.Invalid("field-malformed", "code");
}
