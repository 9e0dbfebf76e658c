using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>撤销: it should never have been given; final.</summary>
internal static class WithdrawLicence
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/withdrawal", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Withdraw a licence that should not have been given 撤销").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, StateChanges changes) =>
        changes.RunAsync(id, LicenceOperation.Withdraw, body.Reason, version);
}
