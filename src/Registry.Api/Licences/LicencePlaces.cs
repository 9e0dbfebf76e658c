using JasperFx.Events;
using Registry.Api.Commands;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Licences;

/// <summary>Takes the place of a licence in the transaction that brings it to life (<see cref="LicenceSlotDecider"/>).</summary>
internal sealed class LicencePlaces(SubjectVault vault)
{
    /// <summary>The place that a licence with such a face has; null where a holder may have several, or the required site is missing.</summary>
    public LicenceSlotId? Of(
        LicenceTypeCode code, LicenceTypeDefinition type, SubjectTag holder, IReadOnlyDictionary<string, string> fields) => type.Unique switch
        {
            null => null,
            { SiteField: null } => LicenceSlotId.Of(code, holder, siteIndex: null),
            { SiteField: { } field } => fields.TryGetValue(field, out var site)
                ? LicenceSlotId.Of(code, holder, vault.IndexOf("licence-site", LicenceSlotId.Site(site)))
                : null,
        };

    /// <summary>What was decided, with the taking of the place that the licence comes into by it; a refusal where another lives there.</summary>
    public static async Task<Decision<LicenceEvent>> TakeAsync(
        WriteSession session, Licence licence, Decision<LicenceEvent> decided, DateOnly today)
    {
        if (decided.Refusal is not null)
            return decided;
        var next = decided.Events.Aggregate(licence, (state, fact) => Licence.Evolve(state, licence.Id, fact));
        // While it had run out, another may have taken its place.
        var places = licence.IsLive(today) ? next.Slots.Except(licence.Slots) : next.Slots;
        return await TakeAsync(session, [.. places], licence.Id, today) is { } occupied ? occupied : decided;
    }

    /// <summary>Queues the taking of all of them; a refusal, and nothing queued, where another live licence is in one, or comes to life there in this session.</summary>
    /// <param name="former">A licence that ends in this session and leaves its place to this one; null for none.</param>
    public static async Task<Refusal?> TakeAsync(
        WriteSession session, IReadOnlyList<LicenceSlotId> places, LicenceId by, DateOnly today, LicenceId? former = null)
    {
        // In one order everywhere: who takes several must not wait for who waits for them.
        var free = new List<(LicenceSlotId Id, IEventStream<LicenceSlot> Stream, IReadOnlyList<LicenceSlotEvent> Events)>();
        foreach (var id in places.OrderBy(place => place.Value))
        {
            var (stream, events, refusal) = await JudgeAsync(session, id, by, today, former);
            if (refusal is not null)
                return refusal;
            free.Add((id, stream, events));
        }
        foreach (var (id, stream, events) in free)
        {
            session.Taken.Add(id);
            var facts = session.Build(events);
            if (stream.Aggregate is not null)
                stream.AppendMany(facts);
            else
            {
                session.Marten.Events.StartStream<LicenceSlot>(id.Value, facts);
                session.Collision = LicenceSlotDecider.Occupied;
            }
        }
        return null;
    }

    private static async Task<(IEventStream<LicenceSlot> Stream, IReadOnlyList<LicenceSlotEvent> Events, Refusal? Refusal)> JudgeAsync(
        WriteSession session, LicenceSlotId id, LicenceId by, DateOnly today, LicenceId? former)
    {
        var stream = await session.Marten.Events.FetchForWriting<LicenceSlot, LicenceSlotId>(id);
        var occupant = stream.Aggregate is { } slot
            ? await session.Marten.Events.FetchLatest<Licence, LicenceId>(slot.Licence)
            : null;
        var (events, refusal) = LicenceSlotDecider.Take(id, occupant, by, today, former);
        // Another of a batch's lot: the database does not show it yet.
        return (stream, events, refusal ?? (session.Taken.Contains(id) ? LicenceSlotDecider.Occupied : null));
    }
}
