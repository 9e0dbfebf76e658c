using Registry.Api.Access;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Personal;
using Registry.Projections;

namespace Registry.Api.Cases;

/// <summary>In whose name an application is made.</summary>
internal sealed class Applicants(Caller caller, Delegated delegated, Disclosure disclosure, RegistrySessions sessions)
{
    /// <summary>
    /// The signed-in party, or the principal of the delegation that the request names: their name and code are opened, for the
    /// application only, against an access of its own. Null where the delegation does not cover it, which looks like absence.
    /// </summary>
    public async Task<(SubjectTag Subject, Party Party, Mandate? Mandate)?> FindAsync()
    {
        if ((await caller.StandingAsync()).Mandate is not { } mandate)
            return caller is { Party: { } own, Actor.Subject: { } self } ? (self, own, null) : null;

        string[] needed = [FieldTable.HolderName, FieldTable.HolderCode];
        var receipt = await delegated.RecordAsync(
            mandate, DelegatedPurpose.SubmitCases, needed, DataClass.Case, mandate.Step);
        if (receipt is null)
            return null;
        await using var session = sessions.Query(caller.Tenant);
        var delegation = await session.Events.AggregateStreamAsync<Delegation>(mandate.Id.Value)
            ?? throw new InvalidOperationException("A delegation that was granted is gone.");
        var party = await disclosure.OpenAsync(receipt, delegation.Principal, CancellationToken.None);
        return party is null ? null : (delegation.Principal.Subject, party, mandate);
    }
}
