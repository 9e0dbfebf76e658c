using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>取消转出: the licence is in force again.</summary>
internal static class CancelTransfer
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/transfer/cancellation", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Call a transfer off 取消转出").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, StateChanges changes) =>
        changes.RunAsync(id, LicenceOperation.CancelTransfer, body.Reason, version);
}
