using Npgsql;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;
using Registry.Projections.Keys;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Credentials;

/// <summary>
/// The one writer of an authority's status lists, beside the work of its log's leader: follows the log entry by entry, keeps the
/// statuses in memory, signs a list soon after it has changed. What it knows follows from events: whoever leads next begins by reading all.
/// </summary>
/// <param name="leading">The leader's connections: nobody else may add a list.</param>
/// <param name="database">Reads.</param>
/// <param name="term">Of the lead; what a leader signs who has been replaced is not kept.</param>
public sealed class StatusWriter(
    NpgsqlDataSource leading, NpgsqlDataSource database, IssuerSigners issuers, PublicAddress address, string schema, TenantLog log,
    long term, TimeProvider clock)
{
    /// <summary>Of one list: many changes at once make one signature, and none waits longer.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private readonly StatusChanges changes = new(database, schema, log.Tenant);
    private readonly SortedDictionary<(string Issuer, int Number), WrittenList> lists = [];
    private long? position;

    /// <summary>Takes up what the log has got since the last turn, and signs what is due.</summary>
    /// <param name="failed">Told of an issuer whose key cannot be used; its lists expire, the others go on.</param>
    /// <returns>False once another leads: this writer has nothing more to say.</returns>
    public async Task<bool> TurnAsync(Action<KeyStoreException> failed, CancellationToken token)
    {
        // Before anything is read: what comes meanwhile is read again, and comes out the same.
        var size = await new LogReader(database, schema).SizeAsync(log.Id, token);
        if (position is not { } from)
            await ReadAllAsync(token);
        else if (from < size)
            Take(await changes.AmongAsync(log.Id, from, size, token));
        position = size;
        await OpenNextAsync(token);
        foreach (var list in lists.Values)
        {
            try
            {
                if (!await SignIfDueAsync(list, token))
                    return false;
            }
            catch (KeyStoreException e)
            {
                failed(e);
            }
        }
        return true;
    }

    private async Task ReadAllAsync(CancellationToken token)
    {
        await using (var select = database.CreateCommand(
            $"""
            select distinct on (issuer, number) issuer, number, kid, issued_at, expires_at, token from {schema}.status_token
            where tenant = $1 order by issuer, number, issued_at desc
            """).With(log.Tenant))
        await using (var reader = await select.ExecuteReaderAsync(token))
            while (await reader.ReadAsync(token))
                ListOf(Uscc.Parse(reader.GetString(0)), reader.GetInt32(1)).Signed = new(
                    reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4),
                    ListIn(reader.GetString(5)));
        Take(await changes.AllAsync(token));
        foreach (var list in lists.Values)
            list.CompareWithSigned();
    }

    private void Take(List<PlacedStatus> statuses)
    {
        foreach (var one in statuses)
        {
            var list = ListOf(one.Issuer, one.List);
            list.Put(one.Index, one.Status);
            list.Taken += one.IsNew ? 1 : 0;
        }
    }

    /// <summary>An issuer's first list, and the next one before the last is so full that free places are hard to find.</summary>
    private async Task OpenNextAsync(CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select distinct data ->> 'owner' from {schema}.mt_doc_signingkeycard where tenant_id = $1 and (data ->> 'isLive')::boolean")
            .With(log.Tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            if (KeyOwner.Issuer(reader.GetString(0)) is { } issuer)
            {
                var newest = lists.Values.LastOrDefault(list => list.Issuer == issuer);
                if (newest is null || newest.Taken >= StatusLists.Enough)
                    ListOf(issuer, (newest?.Number ?? 0) + 1);
            }
    }

    private async Task<bool> SignIfDueAsync(WrittenList list, CancellationToken token)
    {
        var (now, signer) = (clock.GetUtcNow(), await issuers.CurrentAsync(log.Tenant, list.Issuer, token));
        if (!list.IsDue(now, signer.Signer.KeyId, Between))
            return true;
        var issued = DateTimeOffset.FromUnixTimeSeconds((now - StatusLists.Backdated).ToUnixTimeSeconds());
        if (list.Signed is { } before && issued <= before.IssuedAt)
            issued = before.IssuedAt.AddSeconds(1);
        var end = now + StatusLists.Life < signer.NotAfter ? now + StatusLists.Life : signer.NotAfter;
        var signed = new StatusListToken(
            new Uri(address.StatusList(list.Issuer, list.Number)), issued, DateTimeOffset.FromUnixTimeSeconds(end.ToUnixTimeSeconds()),
            StatusLists.TimeToLive, list.Statuses, new Uri(address.StatusLists(list.Issuer)));
        if (!await KeepAsync(list, signed, signed.Sign(signer.Header(), signer.Signer), signer.Signer.KeyId))
            return false;
        list.Sign(new(signer.Signer.KeyId, issued, signed.ExpiresAt!.Value, list.Statuses.ToText()), now);
        return true;
    }

    // The next leader begins with a higher term and waits for this row's lock: nothing of this term is added after it has read.
    private async Task<bool> KeepAsync(WrittenList list, StatusListToken signed, string token, string kid)
    {
        await using var connection = await leading.OpenConnectionAsync(CancellationToken.None);
        await using var insert = new NpgsqlCommand(
            $"""
            insert into {schema}.status_token (tenant, issuer, number, issued_at, expires_at, kid, token)
            select $1, $2, $3, $4, $5, $6, $7 from (select from {schema}.log_head where log = $8 and term = $9 for share) as leads
            """, connection).With(
                log.Tenant, list.Issuer.Value, list.Number, signed.IssuedAt, signed.ExpiresAt, kid, token, log.Id, term);
        return await insert.ExecuteNonQueryAsync(CancellationToken.None) == 1;
    }

    private WrittenList ListOf(Uscc issuer, int number) =>
        lists.TryGetValue((issuer.Value, number), out var known) ? known : lists[(issuer.Value, number)] = new(issuer, number);

    private static string ListIn(string token) => (string)Jws.Parse(token)!.Payload["status_list"]!["lst"]!;
}
