using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>转出 to an authority elsewhere, which has it now; final here.</summary>
internal static class CompleteTransfer
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/transfer/completion", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Complete a transfer to another authority 转出").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, StateChanges changes) =>
        changes.RunAsync(id, LicenceOperation.CompleteTransfer, body.Reason, version);
}
