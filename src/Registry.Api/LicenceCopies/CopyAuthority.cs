using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;

namespace Registry.Api.LicenceCopies;

/// <summary>Copies are made and revoked by who may read the licence: its holder, and officers of the agency that issued it.</summary>
internal static class CopyAuthority
{
    /// <summary>Null where the caller is neither: that looks like absence.</summary>
    public static async Task<Ground?> OverAsync(Caller caller, Licence licence) =>
        Granted(AccessPolicy.OnLicence(caller.Actor, licence, await caller.StandingAsync()));

    /// <inheritdoc cref="OverAsync(Caller, Licence)"/>
    public static async Task<Ground?> OverAsync(Caller caller, LicenceCopy copy) =>
        Granted(AccessPolicy.OnCopy(caller.Actor, copy, await caller.StandingAsync()));

    public static CopyMaker RoleOf(Caller caller) => caller.Actor.Role is Role.Citizen ? CopyMaker.Holder : CopyMaker.Officer;

    private static Ground? Granted(AccessRuling ruling) => ruling.Refusal is null ? ruling.Ground : null;
}
