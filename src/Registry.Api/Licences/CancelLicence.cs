using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>注销, for example on the holder's request; final.</summary>
internal static class CancelLicence
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/cancellation", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Cancel a licence 注销").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, StateChanges changes) =>
        changes.RunAsync(id, LicenceOperation.Cancel, body.Reason, version);
}
