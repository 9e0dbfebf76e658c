using JasperFx.Events;
using Marten;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Verification;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Verification;

/// <summary>
/// Verifies licences by their identifiers, from the events and not from what was derived of them: two statements, however many
/// are asked for.
/// </summary>
internal sealed class LicenceVerifier(
    RegistrySessions sessions, RegistrySettings settings, TenantLogs logs, NpgsqlDataSource database, LogStatus status)
{
    /// <returns>An answer for each, in their order.</returns>
    public async Task<IReadOnlyList<VerificationAnswer>> VerifyAsync(
        IReadOnlyList<string?> identifiers, DateTimeOffset now, CancellationToken token)
    {
        var readings = identifiers.Select(LicenceIdentifierReading.Read).ToArray();
        var streams = await StreamsAsync([.. readings.Select(LicenceJudgement.MeantBy).OfType<LicenceIdentifier>()], token);
        var directoryId = DirectoryId.Of(RegionCode.Parse(settings.Authority));
        var directory = Fold<AuthorityDirectory, DirectoryEvent>(streams, directoryId.Value, (d, e) => AuthorityDirectory.Evolve(d, directoryId, e));

        var newest = streams.Where(stream => stream.First().Data is LicenceEvent).Select(stream => stream.Last().Id).ToArray();
        var marks = await LogMarks.OfAsync(database, settings.Schema, logs.EpochsOf(settings.Authority), newest, token);
        var log = new LogCondition(status.WhyStopped(settings.Authority) is null, marks.PublishedAt is not null, MergeDelay);

        return [.. readings.Select(reading => VerificationAnswer.Of(
            reading, LicenceJudgement.Judge(reading, EvidenceOn(reading), Shanghai.DayOf(now)), now, marks.PublishedAt))];

        VerificationEvidence EvidenceOn(LicenceIdentifierReading reading)
        {
            if (LicenceJudgement.MeantBy(reading) is not { } meant)
                return new(null, null, directory, null, log);
            var (id, typeId) = (LicenceId.Of(meant), LicenceTypeId.Of(meant.Type));
            return new(
                Fold<Licence, LicenceEvent>(streams, id.Value, (l, e) => Licence.Evolve(l, id, e)),
                Fold<LicenceType, LicenceTypeEvent>(streams, typeId.Value, (t, e) => LicenceType.Evolve(t, typeId, e)),
                directory, streams[id.Value].LastOrDefault() is { } last ? MarkOf(last, marks, now) : null, log);
        }
    }

    /// <summary>Witnesses may take until the log is said to be degraded; without them it is sequencing that takes time.</summary>
    private TimeSpan MergeDelay =>
        settings.Anchoring.PolicyFile is null ? settings.Log.MaxWaitingAge : settings.Anchoring.DegradedAfter;

    /// <summary>The events of the licences, of their types and of the directory, in one statement and so of one moment.</summary>
    private async Task<ILookup<Guid, IEvent>> StreamsAsync(IReadOnlyCollection<LicenceIdentifier> meant, CancellationToken token)
    {
        Guid[] ids =
        [
            DirectoryId.Of(RegionCode.Parse(settings.Authority)).Value,
            .. meant.Select(one => LicenceId.Of(one).Value),
            .. meant.Select(one => LicenceTypeId.Of(one.Type).Value),
        ];
        var distinct = ids.Distinct().ToArray();
        await using var session = sessions.Query(settings.Authority);
        var facts = await session.Events.QueryAllRawEvents().Where(fact => fact.StreamId.IsOneOf(distinct))
            .OrderBy(fact => fact.Version).ToListAsync(token);
        return facts.ToLookup(fact => fact.StreamId);
    }

    private static TState? Fold<TState, TEvent>(ILookup<Guid, IEvent> streams, Guid id, Func<TState?, TEvent, TState> evolve)
        where TState : class =>
        streams[id].Aggregate((TState?)null, (state, fact) => evolve(state, (TEvent)fact.Data));

    private static LogMark MarkOf(IEvent newest, LogMarks marks, DateTimeOffset now) =>
        marks.Places.TryGetValue(newest.Id, out var place)
            ? new(IsKept: true, place.Index, place.Checkpoint, now - newest.Timestamp)
            : new(IsKept: false, Index: null, Size: null, now - newest.Timestamp);
}
