using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Credentials;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Registry.Domain.Epochs;
using Registry.Domain.Erasures;
using Registry.Domain.Events;
using Registry.Domain.Items;
using Registry.Domain.Keys;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceCopies;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Log;
using Registry.Domain.Notices;
using Registry.Domain.Objections;
using Registry.Domain.Sharing;
using Registry.Projections.Access;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Recovery;

/// <summary>
/// Puts back what a restored database lacks: events as they were, their entries at their old indexes, the tree, the export's
/// checkpoint. In one transaction, by the tables' owner; nothing that is there is touched.
/// </summary>
internal sealed class EntryReplay(NpgsqlConnection connection, NpgsqlTransaction transaction, string schema, TenantLog log)
{
    // What Marten names a stream by: its aggregate. Restored rows are compared with their originals by a test.
    internal static readonly IReadOnlyList<(Type Events, string Aggregate)> Aggregates =
    [
        (typeof(DirectoryEvent), "authority_directory"), (typeof(SigningKeyEvent), "signing_key"), (typeof(ServiceItemEvent), "service_item"),
        (typeof(CaseEvent), "case"), (typeof(LicenceEvent), "licence"), (typeof(AccessEvent), "access_segment"),
        (typeof(LogKeyEvent), "log_key"), (typeof(EpochEvent), "epoch"), (typeof(OfficerEvent), "officer"),
        (typeof(DelegationEvent), "delegation"), (typeof(EmergencyEvent), "emergency"), (typeof(ErasureEvent), "erasure"),
        (typeof(AuditRuleEvent), "audit_rule"), (typeof(FindingEvent), "finding"), (typeof(PersonListEvent), "person_list"),
        (typeof(ObjectionEvent), "objection"), (typeof(SubscriptionEvent), "subscription"), (typeof(CovertInquiryEvent), "covert_inquiry"),
        (typeof(LicenceTypeEvent), "licence_type"), (typeof(LicenceSlotEvent), "licence_slot"),
        (typeof(LicenceCopyEvent), "licence_copy"),
        (typeof(CredentialEvent), "credential"), (typeof(SharingGrantEvent), "sharing_grant"), (typeof(LicenceBatchEvent), "licence_batch"),
    ];

    private static readonly Dictionary<string, Type> Types = StoredEvents.Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Returns the new head.</summary>
    public async Task<LogHead> RunAsync(LogHead head, IEnumerable<ExportedEntry> missing, string note, CancellationToken token)
    {
        var (edge, chain) = (head.Edge, head.Chain);
        foreach (var entry in missing)
        {
            await PutBackEventAsync(entry, token);
            await ExecuteAsync($"delete from {schema}.log_inbox where event_id = $1", token, entry.Entry.Id);
            await ExecuteAsync(
                $"insert into {schema}.log_entry (log, idx, event_id, body, leaf, chain) values ($1, $2, $3, $4, $5, $6)", token,
                log.Id, edge.Size, entry.Entry.Id, entry.Body, entry.Leaf.ToArray(), entry.Chain.ToArray());
            List<(NodeAddress Node, LogHash Hash)> completed = [];
            edge = edge.AppendRange([entry.Leaf], (node, hash) => completed.Add((node, hash)));
            foreach (var (node, hash) in completed.Where(subtree => subtree.Node.Level % TilePath.Height == 0))
                await ExecuteAsync(
                    $"insert into {schema}.log_subtree (log, level, idx, hash) values ($1, $2, $3, $4)", token,
                    log.Id, (short)node.Level, node.Index, hash.ToArray());
            chain = entry.Chain;
        }
        var next = head with { Edge = edge, Chain = chain };
        await head.MoveToAsync(connection, transaction, schema, next, token);
        await ExecuteAsync(
            $"insert into {schema}.log_checkpoint (log, size, note) values ($1, $2, $3) on conflict do nothing", token, log.Id, next.Size, note);
        return next;
    }

    // An event that waited in the inbox when the backup was made is there already; fsck compares it with its entry.
    private async Task PutBackEventAsync(ExportedEntry exported, CancellationToken token)
    {
        var entry = exported.Entry;
        await using var known = new NpgsqlCommand(
            $"select from {schema}.mt_events where tenant_id = $1 and id = $2", connection, transaction).With(log.Tenant, entry.Id);
        await using (var reader = await known.ExecuteReaderAsync(token))
            if (await reader.ReadAsync(token))
                return;

        var type = Types.GetValueOrDefault(entry.Type)
            ?? throw new LogRefusedException($"{log.Origin}: event {entry.Id} is a {entry.Type}, which this version does not know.");
        await PutBackStreamAsync(entry, Aggregates.First(aggregate => aggregate.Events.IsAssignableFrom(type)).Aggregate, token);
        try
        {
            await ExecuteAsync(
                $"""
                insert into {schema}.mt_events
                    (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers, user_name, is_archived)
                values (nextval('{schema}.mt_events_sequence'), $1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10::jsonb, $11, false)
                """,
                token, entry.Id, entry.Stream, entry.Version, exported.Data, entry.Type, entry.Time, log.Tenant,
                $"{type.FullName}, {type.Assembly.GetName().Name}", exported.Correlation, exported.Headers, exported.Actor);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LogRefusedException(
                $"{log.Origin}: version {entry.Version} of stream {entry.Stream} was written again after the restore; the log's was event {entry.Id}.");
        }
        if (exported.CaseNumber is { } number)
            await RaiseCaseNumberAsync(number, token);
        if (entry.Tags.Count > 0)
            await RaiseCountsAsync(exported, token);
    }

    private async Task PutBackStreamAsync(LogEntry entry, string aggregate, CancellationToken token)
    {
        var extended = await ExecuteAsync(
            $"update {schema}.mt_streams set version = greatest(version, $1), timestamp = $2 where tenant_id = $3 and id = $4", token,
            entry.Version, entry.Time, log.Tenant, entry.Stream);
        if (extended == 0)
            await ExecuteAsync(
                $"insert into {schema}.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived) values ($1, $2, $3, $4, $4, $5, false)",
                token, entry.Stream, aggregate, entry.Version, entry.Time, log.Tenant);
    }

    // A number that was given out must not be given out again.
    private Task<int> RaiseCaseNumberAsync(Domain.Identifiers.CaseNumber number, CancellationToken token) => ExecuteAsync(
        $"""
        insert into {schema}.case_sequence as s (tenant, item, day, last) values ($1, $2, $3, $4)
        on conflict (tenant, item, day) do update set last = greatest(s.last, excluded.last)
        """,
        token, log.Tenant, number.Item.Value, number.Date, (int)number.Sequence);

    // Nor a number of an access to somebody's data.
    private Task<int> RaiseCountsAsync(ExportedEntry exported, CancellationToken token) => ExecuteAsync(
        $"""
        insert into {schema}.access_count as c (log, subject, n)
        select $1, given.subject, max(given.n::bigint)
        from unnest(array(select jsonb_array_elements_text($2::jsonb -> 'subjects')), string_to_array($3::jsonb ->> '{AccessNumbers.Header}', ',')) as given (subject, n)
        group by given.subject
        on conflict (log, subject) do update set n = greatest(c.n, excluded.n)
        """,
        token, log.Id, exported.Data, exported.Headers);

    private async Task<int> ExecuteAsync(string sql, CancellationToken token, params object?[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction).With(arguments);
        return await command.ExecuteNonQueryAsync(token);
    }
}
