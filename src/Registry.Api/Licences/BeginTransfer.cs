using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>办理转出: until it is called off or completed, nobody can rely on the licence here.</summary>
internal static class BeginTransfer
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/transfer", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Begin a transfer to another authority 办理转出").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, Request body, IfMatch version, StateChanges changes) =>
        changes.RunAsync(id, LicenceOperation.BeginTransfer, body.Reason, version);
}
