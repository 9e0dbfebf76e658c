using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using JasperFx.Events;
using Marten;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Access;
using Registry.Projections.Keys;
using Registry.Projections.Personal;

namespace Registry.Projections.Log;

/// <summary>
/// The one place that seals: on save each event gets its personal fields encrypted, its salted commitment and its signature,
/// and its entry is queued for the log's inbox, all in the event's own transaction (invariant I1). Who acts and why is in its
/// headers already: the session's <see cref="Act"/>, or the event's own where a save has events of several people.
/// </summary>
/// <param name="founding">Signs the registration of the authority's first key; else the agency's current key signs.</param>
internal sealed class EventSealer(
    TenantLog log, AgencySigners signers, ISigner? founding, SubjectVault vault, AccessNumbers numbers, string schema) : DocumentSessionListenerBase
{
    public override async Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        var streams = session.PendingChanges.Streams();
        if (streams.Count == 0)
            return;

        foreach (var stream in streams)
            foreach (var fact in stream.Events)
                if (fact.Id == Guid.Empty)
#pragma warning disable RS0030 // an event gets its id once, when it is saved
                    fact.Id = Guid.CreateVersion7();
#pragma warning restore RS0030
        var sealedWith = await vault.SealAsync(log.Tenant, streams.SelectMany(stream => stream.Events), token);

        var ended = KeyGuard.EndedBy(streams.SelectMany(stream => stream.Events).Select(fact => fact.Data));
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var work = new List<Unsealed>();
        foreach (var stream in streams)
        {
            var version = VersionBefore(stream);
            foreach (var fact in stream.Events)
            {
                var meta = EventMeta.Of(fact);
                var signer = founding ?? await SignerAsync(meta, fresh: ended.Count > 0, token);
                used.Add(signer.KeyId);
                work.Add(new(stream, fact, ++version, meta, signer));
            }
        }
        var rows = SealAll(session.DocumentStore.Options.Serializer(), work);
        SubjectKeyGuard.Queue(session, schema, log.Tenant, sealedWith);
        KeyGuard.Queue(session, schema, log.Tenant, used, ended);
        InboxRows.Queue(session, schema, log.Id, rows);
    }

    // The key that is being ended must not sign its own end.
    private async ValueTask<ISigner> SignerAsync(EventMeta meta, bool fresh, CancellationToken token)
    {
        var owner = meta.Agency ?? log.Tenant;
        return fresh ? await signers.ChooseAsync(log.Tenant, owner, token) : await signers.CurrentAsync(log.Tenant, owner, token);
    }

    // On all cores: a save of many holds its transaction open meanwhile, and whoever waits for its rows waits.
    private InboxRow[] SealAll(ISerializer serializer, IReadOnlyList<Unsealed> work)
    {
        var rows = new InboxRow[work.Count];
        try
        {
            Parallel.For(0, work.Count, at => rows[at] = InboxRow.Of(work[at].Fact.Id, Seal(serializer, work[at])));
        }
        catch (AggregateException e)
        {
            // As if one had been sealed after another: callers tell a key that is out of reach from other failures.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return rows;
    }

    private LogEntry Seal(ISerializer serializer, Unsealed one)
    {
        var (stream, fact, version, meta, signer) = one;
        var salt = RandomNumberGenerator.GetBytes(Commitment.SaltLength);
        var time = LogEntry.TimeOf(fact.Timestamp);
        KeyValuePair<string, string>[] covered = [.. meta.Headers(), new(EventMeta.TimeHeader, LogEntry.TimeText(time))];
        if (fact.GetHeader(AccessNumbers.Header) is string counts)
            covered = [.. covered, new(AccessNumbers.Header, counts)];
        foreach (var (name, value) in covered)
            fact.SetHeader(name, value);
        fact.SetHeader(EventMeta.SaltHeader, Convert.ToBase64String(salt));

        var payload = EventPayload.Compose(serializer.ToJson(fact.Data), covered);
        return new LogEntry
        {
            Log = log.Origin,
            Id = fact.Id,
            Type = EventCatalogue.NameOf(fact),
            Stream = stream.Id,
            Version = version,
            Time = time,
            Commit = Commitment.Of(salt, payload),
            Tags = numbers.TagsOf(fact),
        }.SignedBy(signer);
    }

    private static long VersionBefore(StreamAction stream) => stream switch
    {
        { ActionType: StreamActionType.Start } => 0,
        { ExpectedVersionOnServer: { } version } => version,
        _ => throw new InvalidOperationException(
            $"Stream {stream.Id} was appended to without FetchForWriting: its version cannot be signed."),
    };

    private sealed record Unsealed(StreamAction Stream, IEvent Fact, long Version, EventMeta Meta, ISigner Signer);
}
