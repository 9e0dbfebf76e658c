using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;

namespace Registry.Api.LicenceCopies;

/// <summary>Copies are made and revoked by the licence's holder, and by officers of the agency that issued it.</summary>
internal static class CopyAuthority
{
    /// <summary>Null where the caller is neither: that looks like absence.</summary>
    public static async Task<Ground?> OverAsync(Caller caller, Licence licence) => Granted(
        AccessPolicy.OnCopies(caller.Actor, licence.Id, licence.Face.Subject, licence.Issuer, await caller.StandingAsync()));

    /// <inheritdoc cref="OverAsync(Caller, Licence)"/>
    public static async Task<Ground?> OverAsync(Caller caller, LicenceCopy copy) => Granted(
        AccessPolicy.OnCopies(caller.Actor, copy.Licence, copy.Note.Subject, copy.Issuer, await caller.StandingAsync()));

    public static CopyMaker RoleOf(Caller caller) => caller.Actor.Role is Role.Citizen ? CopyMaker.Holder : CopyMaker.Officer;

    private static Ground? Granted(AccessRuling ruling) => ruling.Refusal is null ? ruling.Ground : null;
}
