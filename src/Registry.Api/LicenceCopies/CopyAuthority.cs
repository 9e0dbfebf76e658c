using Marten;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections;

namespace Registry.Api.LicenceCopies;

/// <summary>Copies are made and revoked by each of the licence's holders, and by officers of the agency that issued it.</summary>
internal static class CopyAuthority
{
    /// <summary>Null where the caller is neither: that looks like absence.</summary>
    public static async Task<Ground?> OverAsync(Caller caller, Licence licence) => Granted(
        AccessPolicy.OnCopies(caller.Actor, licence.Id, licence.Holders, licence.Issuer, await caller.StandingAsync()));

    /// <inheritdoc cref="OverAsync(Caller, Licence)"/>
    public static async Task<Ground?> OverAsync(Caller caller, LicenceCopy copy, IReadOnlyList<SubjectTag> holders) => Granted(
        AccessPolicy.OnCopies(caller.Actor, copy.Licence, holders, copy.Issuer, await caller.StandingAsync()));

    /// <inheritdoc cref="HoldersAsync(IQuerySession, LicenceCopy?, LicenceCopyId)"/>
    public static async Task<IReadOnlyList<SubjectTag>> HoldersAsync(Caller caller, RegistrySessions sessions, LicenceCopyId id)
    {
        await using var session = sessions.Query(caller.Tenant);
        return await HoldersAsync(session, await session.Events.AggregateStreamAsync<LicenceCopy>(id.Value), id);
    }

    /// <summary>Whose copy it is: all who hold the licence. Of a copy that there is not nobody's, which takes as long to say.</summary>
    public static async Task<IReadOnlyList<SubjectTag>> HoldersAsync(IQuerySession session, LicenceCopy? copy, LicenceCopyId id)
    {
        var licence = await session.Events.AggregateStreamAsync<Licence>(copy?.Licence.Value ?? id.Value);
        return copy is null ? [] : licence?.Holders ?? [copy.Note.Subject];
    }

    public static CopyMaker RoleOf(Caller caller) => caller.Actor.Role is Role.Citizen ? CopyMaker.Holder : CopyMaker.Officer;

    private static Ground? Granted(AccessRuling ruling) => ruling.Refusal is null ? ruling.Ground : null;
}
