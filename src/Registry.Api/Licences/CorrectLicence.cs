using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>更正: a new version in the place of one that was minted or changed by mistake, with what was wrong.</summary>
internal static class CorrectLicence
{
    /// <param name="Fields">Those that were wrong, as they should be; an empty value takes the field off.</param>
    /// <param name="Reason">What was wrong.</param>
    public sealed record Request(IReadOnlyDictionary<string, string> Fields, string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/correction", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Correct a mistaken minting or change 更正").ProducesChange();

    private static async Task<IResult> Handle(LicenceId id, Request body, IfMatch version, FaceChanges changes) =>
        Reasons.Check(body.Reason) ?? await changes.RunAsync(
            id, LicenceOperation.Correct, body.Fields, version,
            (licence, type, face, slot, today, others) => LicenceDecider.Correct(licence, type, face, slot, new(body.Reason), today, others));
}
