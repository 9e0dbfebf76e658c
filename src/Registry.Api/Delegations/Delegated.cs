using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Personal;
using Registry.Projections.Access;

namespace Registry.Api.Delegations;

/// <summary>
/// Whose lists a citizen asks for: their own, or, under a delegation, the principal's. The latter is recorded for the principal
/// before the answer, although lists carry nothing personal: that somebody looked at them is what they are told.
/// </summary>
internal sealed class Delegated(Caller caller, Disclosure disclosure, Standings standings)
{
    /// <summary>The caller's own subject, or the principal's; null where the delegation does not cover it, which looks like absence.</summary>
    public async Task<SubjectTag?> SubjectAsync(DelegatedPurpose purpose, DataClass data, string resource)
    {
        if ((await caller.StandingAsync()).Mandate is not { } mandate)
            return caller.Actor.Subject;
        return await RecordAsync(mandate, purpose, [FieldTable.List], data, resource) is null ? null : mandate.Principal;
    }

    /// <summary>
    /// Whether the delegation still covers it, looked up anew, for an answer that goes on; true for one who acts for themselves.
    /// </summary>
    public async Task<bool> StillAsync(DelegatedPurpose purpose) =>
        (await caller.StandingAsync()).Mandate is not { } mandate
        || mandate.Principal is { } principal
            && (await standings.OfAsync(caller.Tenant, mandate.Id, caller.Actor.Subject)).Covers(principal, purpose);

    /// <summary>A receipt for the principal's data; null where the delegation does not cover it, which is recorded too.</summary>
    public async Task<AccessReceipt?> RecordAsync(
        Mandate mandate, DelegatedPurpose purpose, IReadOnlyList<string> fields, DataClass data, string resource) =>
        mandate.Principal is { } principal
            ? await disclosure.RecordAsync(AccessPolicy.OnBehalf(mandate, purpose, fields), principal, data, resource)
            : null;
}
