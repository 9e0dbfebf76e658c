using JasperFx.Events;
using Marten;
using Npgsql;
using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Domain.Directory;
using Registry.Domain.Documents;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Verification;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Verification;

/// <summary>
/// Verifies licences by their identifiers, from the events and not from what was derived of them: two statements, however many
/// are asked for. The directory and the types are carried on from what they were last time (<see cref="RememberedStreams{TState,TEvent}"/>).
/// </summary>
internal sealed class LicenceVerifier(
    RegistrySessions sessions, ReferenceStreams references, RegistrySettings settings, TenantLogs logs, NpgsqlDataSource database, LogStatus status)
{
    private readonly DirectoryId directoryId = DirectoryId.Of(RegionCode.Parse(settings.Authority));
    private readonly ReferenceStreams.TenantMemory known = references.Of(settings.Authority);

    /// <returns>An answer for each, in their order.</returns>
    public async Task<IReadOnlyList<VerificationAnswer>> VerifyAsync(
        IReadOnlyList<string?> identifiers, DateTimeOffset now, CancellationToken token) =>
        (await JudgeAsync(identifiers, now, token)).Answers;

    /// <summary>The same of a file: the licence that it is of is asked for only where the file is believed.</summary>
    public async Task<VerificationAnswer> VerifyAsync(FileCheck file, DateTimeOffset now, CancellationToken token)
    {
        var facts = new FileFacts(file.Kind, file.Kind is FileKind.Ofd ? file.IsTest : null);
        if (file.Licence is not { } licence)
            return VerificationAnswer.Without(FileJudgement.Judge(file, licence: null), now) with { File = facts };
        var reading = LicenceIdentifierReading.Read(licence.ToString());
        if (file.Copy is { } copy)
            file = file.WithCopy(await CopyAsync(copy, token));
        var (told, marks) = await ToldAsync([reading], now, token);
        return VerificationAnswer.Of(reading, FileJudgement.Judge(file, told[0]), now, marks.PublishedAt) with { File = facts };
    }

    private async Task<LicenceCopy?> CopyAsync(LicenceCopyId id, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        return await session.Events.AggregateStreamAsync<LicenceCopy>(id.Value, token: token);
    }

    /// <returns>The answers, and the newest signed head of the log that they rest on; null before the first.</returns>
    public async Task<(IReadOnlyList<VerificationAnswer> Answers, string? Checkpoint)> JudgeAsync(
        IReadOnlyList<string?> identifiers, DateTimeOffset now, CancellationToken token)
    {
        var readings = identifiers.Select(LicenceIdentifierReading.Read).ToArray();
        var (told, marks) = await ToldAsync(readings, now, token);
        return ([.. readings.Zip(told, (reading, one) => VerificationAnswer.Of(reading, one, now, marks.PublishedAt))], marks.Checkpoint);
    }

    private async Task<(IReadOnlyList<LicenceJudgement> Told, LogMarks Marks)> ToldAsync(
        IReadOnlyList<LicenceIdentifierReading> readings, DateTimeOffset now, CancellationToken token)
    {
        var streams = await StreamsAsync([.. readings.Select(LicenceJudgement.MeantBy).OfType<LicenceIdentifier>()], token);
        var directory = known.Directories.CarryOnBy(directoryId.Value, streams[directoryId.Value]);

        var newest = streams.Where(stream => stream.First().Data is LicenceEvent).Select(stream => stream.Last().Id).ToArray();
        var marks = await LogMarks.OfAsync(database, settings.Schema, logs.EpochsOf(settings.Authority), newest, token);
        var log = new LogCondition(status.WhyStopped(settings.Authority) is null, marks.PublishedAt is not null, MergeDelay);

        return ([.. readings.Select(reading => LicenceJudgement.Judge(reading, EvidenceOn(reading), Shanghai.DayOf(now)))], marks);

        VerificationEvidence EvidenceOn(LicenceIdentifierReading reading)
        {
            if (LicenceJudgement.MeantBy(reading) is not { } meant)
                return new(null, null, directory, null, log);
            var (id, typeId) = (LicenceId.Of(meant), LicenceTypeId.Of(meant.Type));
            return new(
                streams[id.Value].Aggregate((Licence?)null, (licence, fact) => Licence.Evolve(licence, id, (LicenceEvent)fact.Data)),
                known.Types.CarryOnBy(typeId.Value, streams[typeId.Value]),
                directory, streams[id.Value].LastOrDefault() is { } last ? MarkOf(last, marks, now) : null, log);
        }
    }

    /// <summary>Witnesses may take until the log is said to be degraded; without them it is sequencing that takes time.</summary>
    private TimeSpan MergeDelay =>
        settings.Anchoring.PolicyFile is null ? settings.Log.MaxWaitingAge : settings.Anchoring.DegradedAfter;

    /// <summary>
    /// The events of the licences, and those of their types and of the directory that are not remembered, in one statement and
    /// so of one moment.
    /// </summary>
    private async Task<ILookup<Guid, IEvent>> StreamsAsync(IReadOnlyCollection<LicenceIdentifier> meant, CancellationToken token)
    {
        var licences = meant.Select(one => LicenceId.Of(one).Value).Distinct().ToArray();
        // One bound for all types that are remembered: they have few events, and those that are known are passed over.
        var (unknownTypes, typesOf, typesFrom) = known.Types.Missing(meant.Select(one => LicenceTypeId.Of(one.Type).Value));
        var (directory, directoryFrom) = (directoryId.Value, known.Directories.VersionOf(directoryId.Value));
        await using var session = sessions.Query(settings.Authority);
        var facts = await session.Events.QueryAllRawEvents()
            .Where(fact => fact.StreamId.IsOneOf(licences) || fact.StreamId.IsOneOf(unknownTypes)
                || (fact.StreamId.IsOneOf(typesOf) && fact.Version > typesFrom)
                || (fact.StreamId == directory && fact.Version > directoryFrom))
            .OrderBy(fact => fact.Version).ToListAsync(token);
        return facts.ToLookup(fact => fact.StreamId);
    }

    private static LogMark MarkOf(IEvent newest, LogMarks marks, DateTimeOffset now) =>
        marks.Places.TryGetValue(newest.Id, out var place)
            ? new(IsKept: true, place.Index, place.Checkpoint, now - newest.Timestamp)
            : new(IsKept: false, Index: null, Size: null, now - newest.Timestamp);
}
