using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// The newest of each status list says of each place how the licence stands, and of a place that no credential has nothing: who puts an older list
/// above, or signs another, is found. Whether a list's signature is its issuer's, every reader of it checks.
/// </summary>
internal static class StatusListCheck
{
    // What has just changed is not in a list yet. The writer takes seconds; a log that stood still takes longer, and then lists stood still too.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    public static async Task CompareAsync(NpgsqlConnection connection, string schema, string tenant, Findings findings, CancellationToken token)
    {
        foreach (var list in await NewestAsync(connection, schema, tenant, token))
            if (await FirstWrongAsync(connection, schema, tenant, list, token) is { } wrong)
                findings.Add(FsckCodes.StatusListDiffers, null, wrong);
    }

    private static async Task<string?> FirstWrongAsync(
        NpgsqlConnection connection, string schema, string tenant, SignedList list, CancellationToken token)
    {
        if (StatusesIn(list.Token) is not { } left)
            return $"{list.Name} is no status list.";
        await using var select = new NpgsqlCommand(
            $"""
            select c.data ->> 'index', c.data ->> 'licenceVersion', l.data ->> 'status', l.data ->> 'identifier',
                (select max(m.timestamp) from {schema}.mt_events m where m.tenant_id = $1 and m.stream_id = l.id)
            from {schema}.mt_doc_credentialcard c
            join {schema}.mt_doc_licencecard l on l.tenant_id = c.tenant_id and l.id::text = c.data ->> 'licence'
            where c.tenant_id = $1 and c.data ->> 'issuer' = $2 and c.data ->> 'list' = $3 order by length(c.data ->> 'index'), 1
            """, connection) { CommandTimeout = 0 }.With(tenant, list.Issuer, list.Number.ToString(CultureInfo.InvariantCulture));
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            // What somebody made of a row may be anything: such a row is found by comparing it with its events, not here.
            if (!int.TryParse(TextAt(0), CultureInfo.InvariantCulture, out var place) || !int.TryParse(TextAt(1), CultureInfo.InvariantCulture, out var version)
                || !Enum.TryParse<LicenceStatus>(TextAt(2), out var status) || !LicenceIdentifier.TryParse(TextAt(3), null, out var identifier)
                || reader.IsDBNull(4))
                continue;
            if (place < 0 || place >= left.Count)
                return string.Create(CultureInfo.InvariantCulture, $"{list.Name} has no place {place}, where a credential is.");
            var (said, stands) = (left[place], CredentialStatus.Of(status, identifier.Version, version));
            if (said != stands && reader.GetFieldValue<DateTimeOffset>(4) < list.IssuedAt - Leeway)
                return string.Create(CultureInfo.InvariantCulture, $"{list.Name} says {said} of place {place}, whose licence stands at {stands}.");
            left[place] = StatusList.Valid;
        }
        for (var place = 0; place < left.Count; place++)
            if (left[place] != StatusList.Valid)
                return string.Create(CultureInfo.InvariantCulture, $"{list.Name} says {left[place]} of place {place}, which no credential has.");
        return null;

        string? TextAt(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private static async Task<List<SignedList>> NewestAsync(NpgsqlConnection connection, string schema, string tenant, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select distinct on (issuer, number) issuer, number, issued_at, token from {schema}.status_token
            where tenant = $1 order by issuer, number, issued_at desc
            """, connection).With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<SignedList>();
        while (await reader.ReadAsync(token))
            found.Add(new(reader.GetString(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3)));
        return found;
    }

    private static StatusList? StatusesIn(string token) =>
        Jws.Parse(token)?.Payload["status_list"] is JsonObject list && list["bits"] is JsonValue bits && bits.TryGetValue<int>(out var each)
        && list["lst"] is JsonValue lst && lst.TryGetValue<string>(out var statuses)
            ? StatusList.Parse(each, statuses)
            : null;

    private sealed record SignedList(string Issuer, int Number, DateTimeOffset IssuedAt, string Token)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"Status list {Number} of {Issuer}");
    }
}
