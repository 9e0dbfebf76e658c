using JasperFx.Events;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Licences;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Api.LicenceBatches;

/// <summary>
/// Mints some licences anew in one transaction. A licence names the batch with its new version, so that it is done or not, whenever the
/// process dies, and never twice. Each face is opened to be checked, after an access that its holder sees.
/// </summary>
internal sealed class ReissueLot(
    RegistrySessions sessions, SubjectVault vault, AccessRecorder accesses, LicencePlaces places, TimeProvider clock)
{
    /// <summary>The holder's data key is not in the vault, and no erasure says why.</summary>
    public static readonly Refusal HolderKeyMissing = new("licence-holder-key-missing");

    public async Task<BatchReport> RunAsync(string tenant, Actor actor, LicenceBatchId id, IReadOnlyList<Guid> licences)
    {
        var act = new Act(actor, correlation: null);
        await using var session = new WriteSession(sessions.Open(tenant, act), act);
        var today = clock.Today();
        var batch = (await session.Marten.Events.FetchLatest<LicenceBatch, LicenceBatchId>(id))!;
        var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(batch.Type));
        // Asked for every lot: an officer may have called it off meanwhile.
        if (LicenceBatchDecider.RefuseRun(batch, type, today) is { } refusal)
            return BatchReport.Nothing with { Refusal = refusal };

        var meant = await MeantAsync(session, batch, licences, today);
        var faces = await OpenAsync(tenant, actor, batch, [.. meant.Select(stream => stream.Aggregate!)], today);
        var (done, refused) = (0, new List<RefusedLicence>());
        var taken = new HashSet<LicenceSlotId>();
        foreach (var (stream, (face, fault)) in meant.Zip(faces))
        {
            var licence = stream.Aggregate!;
            var (events, no) = fault is null ? await DecideAsync(session, batch, type!.InForce!, licence, face!, taken, today) : fault;
            if (no is null)
                stream.AppendMany(events);
            else
                refused.Add(new(licence.Id, no));
            done += events.Count;
        }
        act.Ground = Ground.LicenceReissue(batch.Step);
        // Never cancelled: a commit whose outcome nobody waits for could be taken for one that did not happen.
        await session.Marten.SaveChangesAsync(CancellationToken.None);
        return new(null, done, refused);
    }

    private static async Task<List<IEventStream<Licence>>> MeantAsync(
        WriteSession session, LicenceBatch batch, IReadOnlyList<Guid> licences, DateOnly today)
    {
        var meant = new List<IEventStream<Licence>>(licences.Count);
        foreach (var id in licences)
        {
            var stream = await session.Marten.Events.FetchForWriting<Licence, LicenceId>(LicenceId.Of(id));
            if (stream.Aggregate is { } licence && licence.IsLive(today) && batch.Means(licence))
                meant.Add(stream);
        }
        return meant;
    }

    // The recorder commits what waits together: one commit for the lot. What would be refused anyway is not opened.
    private Task<(LicenceFace? Face, Refusal? Refusal)[]> OpenAsync(
        string tenant, Actor actor, LicenceBatch batch, IReadOnlyList<Licence> licences, DateOnly today)
    {
        return Task.WhenAll(licences.Select(OpenOneAsync));

        async Task<(LicenceFace?, Refusal?)> OpenOneAsync(Licence licence)
        {
            if (LicenceDecider.RefuseChange(licence, today) is { } refused)
                return (null, refused);
            var ruling = AccessPolicy.ToReissue(actor, batch, licence, today);
            var receipt = await accesses.RecordAsync(
                tenant, new(actor, ruling, [licence.Face.Subject], DataClass.Licence, $"licence/{licence.Id}", Correlation: null));
            if (receipt is null)
                return (null, ruling.Refusal);
            try
            {
                var face = await vault.OpenAsync(receipt, licence.Face, CancellationToken.None);
                return face is null ? (null, LicenceDecider.HolderErased) : (face, null);
            }
            catch (SubjectKeyMissingException)
            {
                return (null, HolderKeyMissing);
            }
        }
    }

    private async Task<Decision<LicenceEvent>> DecideAsync(
        WriteSession session, LicenceBatch batch, LicenceTypeVersion type, Licence licence, LicenceFace face, HashSet<LicenceSlotId> taken,
        DateOnly today)
    {
        var slot = places.Of(batch.Type, type.Definition, licence.Face.Subject, face.Fields);
        var decided = LicenceDecider.Reissue(licence, type, face, slot, batch.Id, today);
        // A place that another of the lot takes does not show in the database yet.
        if (decided.Refusal is null && slot is { } place && place != licence.Slot && !taken.Add(place))
            return LicenceSlotDecider.Occupied;
        return await LicencePlaces.TakeAsync(session, licence, decided, today);
    }
}
