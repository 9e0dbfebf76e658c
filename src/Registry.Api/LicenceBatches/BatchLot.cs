using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Access;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.LicenceBatches;

/// <summary>
/// Some of what a batch does, in one transaction. Each licence names the batch in that transaction, so that it is done or not, whenever the
/// process dies, and never twice.
/// </summary>
internal abstract class BatchLot(RegistrySessions sessions, TimeProvider clock)
{
    /// <param name="members">Licences to be minted anew, or cases to mint for.</param>
    public async Task<BatchReport> RunAsync(string tenant, Actor actor, LicenceBatchId id, IReadOnlyList<Guid> members)
    {
        var act = new Act(actor, correlation: null);
        await using var session = new WriteSession(sessions.Open(tenant, act), act);
        var today = clock.Today();
        var batch = (await session.Marten.Events.FetchLatest<LicenceBatch, LicenceBatchId>(id))!;
        var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(batch.Type));
        // Asked for every lot: an officer may have called it off meanwhile.
        if (LicenceBatchDecider.RefuseRun(batch, type, today) is { } refusal)
            return BatchReport.Nothing(refusal);

        act.Ground = GroundOf(batch);
        var report = await QueueAsync(new(tenant, actor, session, batch, type!.InForce!, today), members);
        // Never cancelled: a commit whose outcome nobody waits for could be taken for one that did not happen.
        await session.Marten.SaveChangesAsync(CancellationToken.None);
        return report;
    }

    protected abstract Ground GroundOf(LicenceBatch batch);

    /// <summary>Puts into the session what can be done, and tells what it was.</summary>
    protected abstract Task<BatchReport> QueueAsync(Turn turn, IReadOnlyList<Guid> members);

    /// <param name="Type">The version in force, which is the one that the batch is for.</param>
    protected sealed record Turn(
        string Tenant, Actor Actor, WriteSession Session, LicenceBatch Batch, LicenceTypeVersion Type, DateOnly Today);
}
