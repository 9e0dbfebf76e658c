using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>变更: a new version with other fields on its face.</summary>
internal static class ChangeLicence
{
    /// <param name="Fields">Those that change; an empty value takes the field off.</param>
    public sealed record Request(IReadOnlyDictionary<string, string> Fields);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/change", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Change a licence's face 变更").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, FaceChanges changes) =>
        changes.RunAsync(id, LicenceOperation.Change, body.Fields, version, LicenceDecider.Change);
}
