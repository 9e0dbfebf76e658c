using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>The second person puts the draft in force, for licences to come. Licences that were minted keep their version.</summary>
internal static class PublishLicenceType
{
    public static void Map(RouteGroupBuilder types) =>
        types.MapPost("/{code}/publication", Handle).RequireAuthorization(Policies.ManageLicenceTypes).CarriesNothingPersonal()
            .WithSummary("Publish a draft that somebody else proposed 发布证照类型").ProducesChange();

    private static Task<IResult> Handle(LicenceTypeCode code, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<LicenceType, LicenceTypeId, LicenceTypeEvent>(
            LicenceTypeId.Of(code), version, _ => Task.FromResult<Ground?>(Ground.Administration()),
            type => LicenceTypeDecider.Publish(type, commands.Caller.Actor.Id, clock.Today()));
}
