using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>Declares that an officer must have nothing to do with a person, family or neighbour (回避): rules of kind relatedPerson find that officer's looks at them.</summary>
internal static class AddRelatedPerson
{
    public static void Map(RouteGroupBuilder related) =>
        related.MapPost("/", Handle).RequireAuthorization(Policies.RelatePersons).CarriesNothingPersonal()
            .WithSummary("Declare a person related to an officer; If-Match \"0\" for the first 登记回避关系").ProducesChange();

    private static async Task<IResult> Handle(
        string officer, PersonCode body, IfMatch version, CommandRunner commands, RegistrySessions sessions, SubjectVault vault,
        CancellationToken token)
    {
        if (!body.IsWellFormed)
            return Problems.Invalid("field-malformed", "code");
        return await ListedPersons.RelatedToAsync(officer, commands.Caller, sessions, token) is { } id
            ? await PersonListChange.RunAsync(
                commands, id, version, ListedPersons.RelatedGround(officer), list => PersonListDecider.Add(list, officer, body.Tag(vault)))
            : Problems.NotFound();
    }
}
