using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Delegations;
using Registry.Domain.Erasures;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Cases;

/// <summary>What becomes of a case by the word of one whom its applicant named, or by an officer's who has it on record.</summary>
internal sealed class CoApplicantAnswers(CommandRunner commands, Delegated delegated, SubjectVault vault, RegistrySettings settings)
{
    /// <summary>For the signed-in person, or the principal of a delegation that covers applying for them.</summary>
    public async Task<IResult> GiveAsync(CaseId id, IfMatch version, Func<Case, SubjectTag, Decision<CaseEvent>> decide)
    {
        if (commands.Caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (await delegated.SubjectAsync(DelegatedPurpose.SubmitCases, DataClass.Case, $"case/{id}") is not { } who)
            return Problems.NotFound();
        return await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverOwnPart(commands.Caller, who), (@case, session) => DecideAsync(@case, who, session, decide));
    }

    /// <summary>As the decision says, unless what the case is to count on has been erased: then nobody could be granted anything.</summary>
    public async Task<Decision<CaseEvent>> DecideAsync(
        Case @case, SubjectTag who, WriteSession session, Func<Case, SubjectTag, Decision<CaseEvent>> decide)
    {
        var decision = decide(@case, who);
        if (decision.Events is not [CaseEvent.Consented or CaseEvent.ConsentRecorded])
            return decision;
        var sealedWith = @case.Named.Single(one => one.Subject == who).Party.Sealed!.Key;
        if (await vault.KeyNumberAsync(commands.Caller.Tenant, who, CancellationToken.None) != sealedWith)
            return ErasureDecider.SubjectErased;
        session.Marten.QueueKeyRequired(settings.Schema, commands.Caller.Tenant, who, sealedWith);
        return decision;
    }
}
