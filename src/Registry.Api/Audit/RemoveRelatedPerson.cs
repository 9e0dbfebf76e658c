using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>Ends such a declaration. Looks while it stood stay found.</summary>
internal static class RemoveRelatedPerson
{
    public static void Map(RouteGroupBuilder related) =>
        related.MapPost("/removal", Handle).RequireAuthorization(Policies.RelatePersons).CarriesNothingPersonal()
            .WithSummary("Declare a person related to an officer no more 解除回避关系").ProducesChange();

    private static async Task<IResult> Handle(
        string officer, PersonCode body, IfMatch version, CommandRunner commands, RegistrySessions sessions, SubjectVault vault,
        CancellationToken token)
    {
        if (!body.IsWellFormed)
            return Problems.Invalid("field-malformed", "code");
        return await ListedPersons.RelatedToAsync(officer, commands.Caller, sessions, token) is { } id
            ? await PersonListChange.RunAsync(
                commands, id, version, ListedPersons.RelatedGround(officer), list => PersonListDecider.Remove(list, body.Tag(vault)))
            : Problems.NotFound();
    }
}
