using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using Registry.Domain.Events;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Keys;

/// <summary>The keys of a log as its entries tell of them, and those that can sign from here.</summary>
public sealed record LogSigners(CheckpointKeys Keys, IReadOnlyList<NoteSigner> Held)
{
    /// <summary>A log that has never had another key.</summary>
    public static LogSigners Of(NoteSigner only) => new(CheckpointKeys.Of(only.VerifierKey), [only]);

    /// <summary>Who signs a tree of this size, in ascending order of key ids, as an export has the lines.</summary>
    /// <exception cref="KeyStoreException">No key of that time is held here.</exception>
    public IReadOnlyList<NoteSigner> At(long size)
    {
        var live = Keys.At(size).Select(key => key.ToString()).ToHashSet(StringComparer.Ordinal);
        NoteSigner[] signers =
        [
            .. Held.Where(signer => live.Contains(signer.VerifierKey.ToString())).OrderBy(signer => signer.VerifierKey.Id)
        ];
        return signers is not []
            ? signers
            : throw new KeyStoreException(KeyStoreException.KeyMissing, $"a live key of {Keys.All[0].Key.Name}");
    }
}

/// <summary>
/// Reads the keys of a log: those that are held, and those that introduced them. A held key that no event tells of was left
/// by a crash before it was introduced, or a restored database has forgotten it; unless it is the log's first.
/// </summary>
public sealed class LogKeyBook(NpgsqlDataSource database, string schema, IKeyStore keys)
{
    private readonly ConcurrentDictionary<(string Origin, string Kid), NoteSigner> opened = new();

    // host/log/340100/2026 signs with log-340100, its second epoch of that year, 340100/2026-2, with log-340100-2.
    public static string KeyName(string tenant, string origin) =>
        $"log-{tenant}{string.Concat(origin.Split('/')[^1].SkipWhile(c => c != '-'))}";

    /// <summary>The signers that are held, told of by events or not.</summary>
    public IReadOnlyList<NoteSigner> Held(string tenant, string origin) =>
    [
        .. from kid in keys.Held(KeyName(tenant, origin))
           select opened.GetOrAdd((origin, kid), key => new NoteSigner(origin, keys.Open(KeyName(tenant, origin), key.Kid)))
    ];

    /// <summary>Keys that are held and that the log, as this database has it, does not know.</summary>
    public IReadOnlyList<NoteVerifierKey> Untold(TenantLog log) =>
    [
        .. from signer in Held(log.Tenant, log.Origin)
           where log.Keys.All.All(known => known.Key.ToString() != signer.VerifierKey.ToString())
           select signer.VerifierKey
    ];

    /// <exception cref="KeyStoreException">No key of the log is held, or only some that no event tells of.</exception>
    public async Task<LogSigners> ReadAsync(string tenant, string origin, CancellationToken token)
    {
        var held = Held(tenant, origin);
        var found = new Dictionary<string, CheckpointKey>(StringComparer.Ordinal);
        var wanted = held.Select(signer => signer.VerifierKey.ToString()).ToHashSet(StringComparer.Ordinal);
        for (var looked = new HashSet<string>(StringComparer.Ordinal); wanted.Count > 0;)
        {
            looked.UnionWith(wanted);
            var before = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var (fact, index) in EventsAsync(tenant, origin, wanted, token))
                if (Take(fact, index, found) is { } by && !looked.Contains(by))
                    before.Add(by);
            wanted = before;
        }
        if (found.Count == 0 && (held is [var only] ? only : await FirstAsync(origin, held, token)) is { } first)
            return LogSigners.Of(first);
        return found.Count > 0
            ? new(new([.. found.Values]), [.. held.Where(signer => found.ContainsKey(signer.VerifierKey.ToString()))])
            : throw new KeyStoreException(KeyStoreException.KeyMissing, KeyName(tenant, origin));
    }

    // Returns the key that introduced this one.
    private static string? Take(LogKeyEvent fact, long index, Dictionary<string, CheckpointKey> found)
    {
        switch (fact)
        {
            case LogKeyEvent.Registered first:
                found[first.Vkey] = new(Parse(first.Vkey), -1, long.MaxValue);
                return null;
            case LogKeyEvent.Introduced next:
                found[next.Vkey] = new(Parse(next.Vkey), index, long.MaxValue);
                return next.By;
            case LogKeyEvent.Retired { Vkey: var vkey }:
                found[vkey] = found[vkey] with { End = Math.Min(found[vkey].End, index) };
                return null;
            case LogKeyEvent.Compromised { Vkey: var vkey }:
                found[vkey] = found[vkey] with { End = Math.Min(found[vkey].End, index) };
                return null;
            default:
                return null;
        }
    }

    // Each with its index in this log; one that has none yet is still to come.
    private async IAsyncEnumerable<(LogKeyEvent Fact, long Index)> EventsAsync(
        string tenant, string origin, IEnumerable<string> vkeys,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select m.type, m.data::text, e.idx
            from {schema}.mt_events m
            left join {schema}.log_entry e on e.event_id = m.id and e.log = (select log from {schema}.log_head where origin = $3)
            where m.tenant_id = $1 and m.stream_id = any($2) order by m.stream_id, m.version
            """).With(tenant, vkeys.Select(vkey => LogKeyId.Of(vkey).Value).ToArray(), origin);
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            using var data = JsonDocument.Parse(reader.GetString(1));
            if (StoredEvents.Read(reader.GetString(0), data.RootElement) is LogKeyEvent fact)
                yield return (fact, reader.IsDBNull(2) ? long.MaxValue : reader.GetInt64(2));
        }
    }

    // A backup from before the first rotation was restored: the key that signed what it has.
    private async Task<NoteSigner?> FirstAsync(string origin, IReadOnlyList<NoteSigner> held, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select c.note from {schema}.log_checkpoint c join {schema}.log_head h on h.log = c.log
            where h.origin = $1 order by c.size desc limit 1
            """).With(origin);
        return await select.ExecuteScalarAsync(token) is string note
            ? held.FirstOrDefault(signer => Checkpoint.Open(note, signer.VerifierKey).Ok)
            : null;
    }

    private static NoteVerifierKey Parse(string vkey) =>
        NoteVerifierKey.TryParse(vkey, out var key, out var reason) && key is not null ? key : throw new FormatException(reason);
}
