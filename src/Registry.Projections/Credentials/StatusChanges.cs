using Npgsql;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections.Schema;

namespace Registry.Projections.Credentials;

/// <summary>The status of the credential at a place of a list.</summary>
/// <param name="IsNew">The credential has been made by one of the entries that were read.</param>
public sealed record PlacedStatus(Uscc Issuer, int List, int Index, int Status, bool IsNew);

/// <summary>
/// Statuses of credentials as their licences stand: all that are not valid, or those that entries of the log may have changed. Read
/// models are committed with their events, so what an entry tells of is there before the entry has its index.
/// </summary>
internal sealed class StatusChanges(NpgsqlDataSource database, string schema, string tenant)
{
    private const string Columns =
        "c.data ->> 'issuer', cast(c.data ->> 'list' as integer), cast(c.data ->> 'index' as integer), "
        + "cast(c.data ->> 'licenceVersion' as integer), l.data ->> 'status', l.data ->> 'identifier'";

    private string Licence => $"join {schema}.mt_doc_licencecard l on l.tenant_id = c.tenant_id and l.id = cast(c.data ->> 'licence' as uuid)";

    /// <summary>Every credential, one after another; most of them are valid.</summary>
    public Task<List<PlacedStatus>> AllAsync(CancellationToken token) => ReadAsync(
        $"select {Columns}, true from {schema}.mt_doc_credentialcard c {Licence} where c.tenant_id = $1", token, tenant);

    /// <summary>Credentials that are made by these entries, or whose licence is changed by one of them.</summary>
    public Task<List<PlacedStatus>> AmongAsync(string log, long from, long past, CancellationToken token) => ReadAsync(
        $"""
        with told as (
            select m.stream_id, m.type from {schema}.log_entry e join {schema}.mt_events m on m.tenant_id = $1 and m.id = e.event_id
            where e.log = $2 and e.idx >= $3 and e.idx < $4 and (m.type like 'licence\_%' or m.type like 'credential\_minted%'))
        select {Columns}, false from told
            join {schema}.mt_doc_credentialcard c on c.tenant_id = $1 and cast(c.data ->> 'licence' as uuid) = told.stream_id {Licence}
        union all
        select {Columns}, true from told join {schema}.mt_doc_credentialcard c on c.tenant_id = $1 and c.id = told.stream_id {Licence}
        """,
        token, tenant, log, from, past);

    private async Task<List<PlacedStatus>> ReadAsync(string sql, CancellationToken token, params object?[] arguments)
    {
        await using var select = database.CreateCommand(sql).With(arguments);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<PlacedStatus>();
        while (await reader.ReadAsync(token))
            found.Add(new(
                Uscc.Parse(reader.GetString(0)), reader.GetInt32(1), reader.GetInt32(2),
                CredentialStatus.Of(
                    Enum.Parse<LicenceStatus>(reader.GetString(4)), LicenceIdentifier.Parse(reader.GetString(5)).Version, reader.GetInt32(3)),
                reader.GetBoolean(6)));
        return found;
    }
}
