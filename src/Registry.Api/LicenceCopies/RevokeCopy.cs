using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.LicenceCopies;
using Registry.Projections;

namespace Registry.Api.LicenceCopies;

/// <summary>Revokes a copy before its time: the holder one that an officer made too, and the other way round.</summary>
internal static class RevokeCopy
{
    public static void Map(RouteGroupBuilder copies) =>
        copies.MapPost("/{id}/revocation", Handle).RequireAuthorization(Policies.MakeCopies).CarriesNothingPersonal()
            .WithSummary("Revoke a copy before its time 撤销加注件").ProducesChange();

    private static async Task<IResult> Handle(LicenceCopyId id, IfMatch version, CommandRunner commands, RegistrySessions sessions, TimeProvider clock)
    {
        // Read beforehand, of what there is not as well: both take as long.
        var holders = await CopyAuthority.HoldersAsync(commands.Caller, sessions, id);
        return await commands.ChangeAsync<LicenceCopy, LicenceCopyId, LicenceCopyEvent>(
            id, version, copy => CopyAuthority.OverAsync(commands.Caller, copy, holders),
            copy => LicenceCopyDecider.Revoke(copy, CopyAuthority.RoleOf(commands.Caller), clock.GetUtcNow()));
    }
}
