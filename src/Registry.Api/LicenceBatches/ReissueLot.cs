using Registry.Api.Licences;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Projections;

namespace Registry.Api.LicenceBatches;

/// <summary>换发: mints some licences anew. Each face is opened to be checked.</summary>
internal sealed class ReissueLot(RegistrySessions sessions, BatchVault vault, LicencePlaces places, TimeProvider clock)
    : BatchLot(sessions, clock)
{
    protected override Ground GroundOf(LicenceBatch batch) => Ground.LicenceReissue(batch.Step);

    protected override async Task<BatchReport> QueueAsync(Turn turn, IReadOnlyList<Guid> members)
    {
        var meant = (await turn.Session.FetchForWritingAsync<Licence>(members))
            .Where(stream => stream.Aggregate is { } licence && licence.IsLive(turn.Today) && turn.Batch.Means(licence)).ToList();
        var faces = await Task.WhenAll(meant.Select(stream => OpenAsync(turn, stream.Aggregate!)));
        var (done, refused) = (0, new List<RefusedOne>());
        foreach (var (stream, (face, fault)) in meant.Zip(faces))
        {
            var licence = stream.Aggregate!;
            var (events, no) = fault is null ? await DecideAsync(turn, licence, face!) : fault;
            if (no is null)
                stream.AppendMany(events);
            else
                refused.Add(new(licence.Id.Value, no));
            done += events.Count;
        }
        return new(null, done, refused);
    }

    // What would be refused anyway is not opened.
    private async Task<(LicenceFace? Face, Refusal? Refusal)> OpenAsync(Turn turn, Licence licence) =>
        LicenceDecider.RefuseChange(licence, turn.Today) is { } refused
            ? (null, refused)
            : await vault.OpenAsync(
                turn.Tenant, turn.Actor, AccessPolicy.ToReissue(turn.Actor, turn.Batch, licence, turn.Today), licence.Holders, DataClass.Licence,
                $"licence/{licence.Id}", (vault, receipt) => vault.OpenAsync(receipt, licence.Face, CancellationToken.None));

    private Task<Decision<LicenceEvent>> DecideAsync(Turn turn, Licence licence, LicenceFace face)
    {
        var slots = licence.Holders.Select(holder => places.Of(turn.Batch.Type, turn.Type.Definition, holder, face.Fields)).ToList();
        var others = slots.Skip(1).OfType<LicenceSlotId>().ToList();
        var decided = LicenceDecider.Reissue(
            licence, turn.Type, face, slots[0], turn.Batch.Id, turn.Today, others.Count > 0 ? others : null);
        return LicencePlaces.TakeAsync(turn.Session, licence, decided, turn.Today);
    }
}
