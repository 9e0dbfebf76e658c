using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>Drops a draft: one's own, or somebody else's. What is in force stays.</summary>
internal static class RejectLicenceType
{
    public static void Map(RouteGroupBuilder types) =>
        types.MapPost("/{code}/rejection", Handle).RequireAuthorization(Policies.ManageLicenceTypes).CarriesNothingPersonal()
            .WithSummary("Drop a draft 否决证照类型草案").ProducesChange();

    private static Task<IResult> Handle(LicenceTypeCode code, IfMatch version, CommandRunner commands) =>
        commands.ChangeAsync<LicenceType, LicenceTypeId, LicenceTypeEvent>(
            LicenceTypeId.Of(code), version, _ => Task.FromResult<Ground?>(Ground.Administration()),
            type => LicenceTypeDecider.Reject(type, commands.Caller.Actor.Id));
}
