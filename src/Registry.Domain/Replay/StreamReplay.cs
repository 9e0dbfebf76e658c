using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Cases;
using Registry.Domain.Events;
using Registry.Domain.Export;
using Registry.Domain.Licences;
using Registry.Domain.Log;

namespace Registry.Domain.Replay;

/// <summary>
/// Folds the entries of one licence or case with the same functions as the store does. Nothing is opened: personal values
/// stay as they are sealed.
/// </summary>
public abstract class StreamReplay
{
    private readonly Guid stream;
    private readonly AsOf asOf;
    private readonly SortedDictionary<long, (LogEntry Entry, JsonElement? Data, bool IsErased)> taken = [];
    private bool folded;
    private ReplayFault? fault;
    private long version;
    private long index;
    private DateTimeOffset time;

    private StreamReplay(Guid stream, AsOf asOf) => (this.stream, this.asOf) = (stream, asOf);

    /// <summary>Why there is no state to rely on; null as long as there is no reason.</summary>
    public ReplayFault? Fault
    {
        get
        {
            Fold();
            return fault;
        }
    }

    public static StreamReplay OfLicence(LicenceId id, AsOf asOf) => new Of<Licence, LicenceEvent>(
        "licence", id.Value, asOf, (state, fact) => Licence.Evolve(state, id, fact));

    public static StreamReplay OfCase(CaseId id, AsOf asOf) => new Of<Case, CaseEvent>(
        "case", id.Value, asOf, (state, fact) => Case.Evolve(state, id, fact));

    /// <summary>Takes an entry of the log, of this stream or another. Those of logs before, below index 0, may come later.</summary>
    public void Take(SeenEntry seen)
    {
        if (seen.Entry.Stream == stream && asOf.Includes(seen.Index, seen.Entry.Time))
            taken[seen.Index] = (seen.Entry, seen.Data?.Clone(), seen.IsErased);
    }

    /// <summary>
    /// The state as canonical JSON with a line feed:
    /// <c>{"id":…,"index":…,"kind":…,"state":{…},"time":…,"version":…}</c>, index and time being those of the last entry
    /// that counted. Null when none did.
    /// </summary>
    public byte[]? ToJson()
    {
        Fold();
        return version == 0 ? null : [.. JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(
            new { id = stream, index, kind = Kind, state = State, time = LogEntry.TimeText(time), version }, StoredEvents.Json)), (byte)'\n'];
    }

    private protected abstract string Kind { get; }

    private protected abstract object? State { get; }

    private protected abstract bool TryFold(object fact);

    private void Fold()
    {
        if (folded)
            return;
        folded = true;
        foreach (var (place, (entry, data, isErased)) in taken)
        {
            if (entry.Version != version + 1)
                fault = new(ReplayFault.EventMissing, place, $"Version {version + 1} is not there.");
            else if (data is not { } known)
                fault = isErased
                    ? new(ReplayFault.PayloadErased, place, $"Personal values in version {entry.Version} were erased.")
                    : new(ReplayFault.PayloadWithheld, place, $"The payload of version {entry.Version} is withheld.");
            else if (StoredEvents.Read(entry.Type, known) is not { } fact || !TryFold(fact))
                fault = new(ReplayFault.EventUnknown, place, $"{entry.Type} cannot be folded here.");
            (version, index, time) = (entry.Version, place, entry.Time);
            if (fault is not null)
                return;
        }
    }

    private sealed class Of<TState, TEvent>(string kind, Guid stream, AsOf asOf, Func<TState?, TEvent, TState> evolve)
        : StreamReplay(stream, asOf)
        where TState : class
        where TEvent : class
    {
        private TState? state;

        private protected override string Kind => kind;

        private protected override object? State => state;

        private protected override bool TryFold(object fact)
        {
            if (fact is not TEvent known)
                return false;
            try
            {
                state = evolve(state, known);
                return true;
            }
            catch (CorruptStreamException)
            {
                return false;
            }
        }
    }
}

/// <summary>Why a stream cannot be folded.</summary>
public sealed record ReplayFault(string Code, long Index, string Detail)
{
    public const string EventMissing = "event-missing";
    public const string PayloadWithheld = "payload-withheld";
    public const string PayloadErased = "payload-erased";
    public const string EventUnknown = "event-unknown";
}
