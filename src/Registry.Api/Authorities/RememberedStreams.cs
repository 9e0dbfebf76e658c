using System.Collections.Concurrent;
using JasperFx.Events;

namespace Registry.Api.Authorities;

/// <summary>
/// What streams that grow seldom were folded to, and how far. Events never change and a stream's versions have no gaps, so a state
/// that is carried on by the events after its version is the whole fold. Whoever asks reads those events together with all else
/// that the answer rests on: nothing is told from memory that a commit has overtaken.
/// </summary>
/// <param name="evolve">Pure; the states are immutable, for many carry on from one.</param>
internal sealed class RememberedStreams<TState, TEvent>(Func<TState?, Guid, TEvent, TState> evolve)
    where TState : class where TEvent : class
{
    private readonly ConcurrentDictionary<Guid, Remembered> known = new();

    /// <summary>The last version that is remembered; 0 for none.</summary>
    public long VersionOf(Guid stream) => known.TryGetValue(stream, out var remembered) ? remembered.Version : 0;

    /// <summary>The whole fold, where just so much is remembered; else null.</summary>
    public TState? Find(Guid stream, long version) =>
        known.TryGetValue(stream, out var remembered) && remembered.Version == version ? remembered.State : null;

    /// <summary>
    /// What has to be read of these: all of those that nothing is remembered of, and the others from one version on. Apart, because a
    /// stream that never has events would have all of the others read again and again.
    /// </summary>
    public (Guid[] Unknown, Guid[] Known, long KnownFrom) Missing(IEnumerable<Guid> streams)
    {
        var versions = streams.Distinct().Select(stream => (Stream: stream, Version: VersionOf(stream))).ToLookup(one => one.Version > 0);
        return (
            [.. versions[false].Select(one => one.Stream)], [.. versions[true].Select(one => one.Stream)],
            versions[true].Select(one => one.Version).DefaultIfEmpty().Min());
    }

    /// <param name="events">
    /// All after <see cref="VersionOf"/> as it was before they were read, in their order; older ones are passed over.
    /// </param>
    /// <returns>Null for a stream that has no events. It is not remembered either: names that nobody gave are without number.</returns>
    public TState? CarryOn(Guid stream, IEnumerable<(long Version, TEvent Fact)> events)
    {
        var remembered = known.GetValueOrDefault(stream);
        foreach (var (version, fact) in events)
            if (version > (remembered?.Version ?? 0))
                remembered = new(evolve(remembered?.State, stream, fact), version);
        return remembered is null
            ? null
            : known.AddOrUpdate(stream, remembered, (_, other) => other.Version > remembered.Version ? other : remembered).State;
    }

    /// <exception cref="InvalidCastException">An event is of another kind of stream: nobody here can have written it.</exception>
    public TState? CarryOnBy(Guid stream, IEnumerable<IEvent> events) =>
        CarryOn(stream, events.Select(fact => (fact.Version, (TEvent)fact.Data)));

    private sealed record Remembered(TState State, long Version);
}
