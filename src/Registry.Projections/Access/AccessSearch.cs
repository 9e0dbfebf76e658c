using System.Globalization;
using System.Runtime.CompilerServices;
using Marten;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Schema;

namespace Registry.Projections.Access;

/// <summary>Which accesses are asked for; what is null does not narrow them.</summary>
/// <param name="From">First time, RFC 3339 in UTC as entries have it.</param>
/// <param name="Until">The time after the last.</param>
/// <param name="Agency">USCC of whose officer looked.</param>
/// <param name="Purpose">A stable code.</param>
/// <param name="Resource">What was looked at, as <c>case/&lt;id&gt;</c>.</param>
/// <param name="Refused">Only those that were refused, or only those that were not.</param>
/// <param name="Actor">Who looked, as the identity provider names them.</param>
/// <param name="WithoutCase">Only those by staff whose step is none of <see cref="Look.Cases"/>, or only the others.</param>
/// <param name="Covert">Of an agency also those under its covert inquiries, which do not name it: for one from whom nothing is sealed.</param>
public sealed record AccessFilter(
    string? From, string? Until, string? Agency, string? Purpose, string? Resource, bool? Refused, string? Actor = null, bool? WithoutCase = null,
    bool Covert = false)
{
    public static readonly AccessFilter Everything = new(null, null, null, null, null, null);

    /// <summary>Whether it asks for more than days: for what a seal hides.</summary>
    internal bool IsAboutContent => this with { From = null, Until = null } != Everything;
}

/// <summary>The place behind an access in the list: its time and id.</summary>
public sealed record AccessCursor(string At, string Id)
{
    public static AccessCursor Of(AccessRecord record) => new(record.At, record.Id);

    public override string ToString() => $"{At}~{Id}";

    /// <summary>Null for anything but what <see cref="ToString"/> wrote.</summary>
    public static AccessCursor? Parse(string text) =>
        text.Split('~') is [{ Length: 24 } at, { Length: > 37 and < 48 } id] ? new(at, id) : null;
}

/// <summary>Reads who looked at whose data, newest first, by the indexes made for it: a page costs the same wherever it is.</summary>
public sealed class AccessSearch(NpgsqlDataSource database, IDocumentStore store, string schema)
{
    // As the index in registry.sql has it, word by word: else it is not used.
    internal static readonly string WithoutCase =
        $"coalesce(data -> 'by' ->> 'step', '') !~ '^({string.Join('|', Look.Cases)})/' and data -> 'by' ->> 'role' <> 'citizen'";

    // Read before the search begins, so that the index can be asked for them.
    private string CovertOf =>
        $"""
        (data -> 'by' ->> 'step' like 'covert/%' and data -> 'by' ->> 'step' = any(array(
            select 'covert/' || inquiry.id from {schema}.mt_doc_covertinquirycard inquiry
            where inquiry.tenant_id = $1 and inquiry.data ->> 'agency' =
        """;

    // As CovertInquiryCard.Seals has it, the other way about.
    private const string Over = "(inquiry.data ->> 'endedBy' is not null or inquiry.data ->> 'releaseOn' <=";

    private readonly ISerializer serializer = ((DocumentStore)store).Options.Serializer();

    /// <summary>The newest of a person's that were in an emergency, by an index of their own: a literal purpose is what makes it used.</summary>
    public async Task<IReadOnlyList<AccessRecord>> EmergenciesAsync(string tenant, SubjectTag subject, int most, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select data::text from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data ->> 'subject' = $2 and data -> 'by' ->> 'purpose' = 'break-glass'
            order by data ->> 'at' desc, id desc limit {most}
            """).With(tenant, subject.Value);
        return await RecordsAsync(select, token).ToListAsync(token);
    }

    /// <summary>One access to a person's data; null where the event is none, or none to theirs.</summary>
    public async Task<AccessRecord?> FindAsync(string tenant, SubjectTag subject, Guid access, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select data::text from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data ->> 'subject' = $2 and id = any($3) limit 1
            """).With(
                // By the primary key, however many accesses the person has.
                tenant, subject.Value, Enumerable.Range(0, AccessTag.MostSubjects).Select(place => $"{access:D}/{place}").ToArray());
        return await RecordsAsync(select, token).SingleOrDefaultAsync(token);
    }

    /// <param name="subject">Whose data; null for anybody's.</param>
    /// <param name="seals">
    /// What the reader must not learn yet. A sealed access is found by its day alone: a filter on its content would find it or not, and
    /// either would tell. Null for a reader from whom nothing is sealed.
    /// </param>
    /// <param name="behind">Only those after this one in the list; null to begin.</param>
    /// <param name="most">Null for all there are.</param>
    public async IAsyncEnumerable<AccessRecord> ReadAsync(
        string tenant, SubjectTag? subject, AccessFilter filter, Seals? seals, AccessCursor? behind, int? most,
        [EnumeratorCancellation] CancellationToken token)
    {
        var (where, values) = Where(tenant, subject, filter, await OverAsync(tenant, subject, filter, seals, token));
        if (filter.IsAboutContent && seals is not null)
            where += Unsealed(seals, values);
        if (behind is not null)
        {
            values.AddRange([behind.At, behind.Id]);
            where += $" and (data ->> 'at', id) < (${values.Count - 1}, ${values.Count})";
        }
        await using var select = database.CreateCommand(
            $"""
            select data::text from {schema}.mt_doc_accessrecord where {where}
            order by data ->> 'at' desc, id desc {(most is { } limit ? $"limit {limit}" : "")}
            """).With([.. values]);
        await foreach (var record in RecordsAsync(select, token))
            yield return record;
    }

    private async IAsyncEnumerable<AccessRecord> RecordsAsync(NpgsqlCommand select, [EnumeratorCancellation] CancellationToken token)
    {
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            yield return serializer.FromJson<AccessRecord>(reader, 0);
    }

    /// <summary>How many accesses each inquiry seals for the person, by the index of covert ones: the literal is what makes it used.</summary>
    public async Task<IReadOnlyList<(CovertInquiryCard Seal, long Count)>> CountSealedAsync(
        string tenant, SubjectTag subject, Seals seals, CancellationToken token)
    {
        if (seals.Sealed.Count == 0)
            return [];
        await using var select = database.CreateCommand(
            $"""
            select data -> 'by' ->> 'step', count(*) from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data ->> 'subject' = $2 and data -> 'by' ->> 'step' like 'covert/%' and data -> 'by' ->> 'step' = any($3)
            group by 1
            """).With(tenant, subject.Value, seals.Sealed.ToArray());
        await using var reader = await select.ExecuteReaderAsync(token);
        var counts = new List<(CovertInquiryCard, long)>();
        while (await reader.ReadAsync(token))
            counts.Add((seals.Of(reader.GetString(0)), reader.GetInt64(1)));
        return counts;
    }

    /// <summary>A stretch of the list and how long the whole of it is, of one moment, as a tracker asks for it.</summary>
    /// <param name="seals">Sealed accesses are left out: its lines have no place for one that hides the agency.</param>
    /// <param name="settled">Questions of trackers after this are left out.</param>
    public async Task<(int Total, IReadOnlyList<AccessRecord> Records)> UsageAsync(
        string tenant, SubjectTag subject, AccessFilter filter, Seals seals, DateTimeOffset settled, int offset, int limit, CancellationToken token)
    {
        var (where, values) = Where(tenant, subject, filter, over: null);
        where += Unsealed(seals, values);
        values.Add(LogEntry.TimeText(settled));
        await using var select = database.CreateCommand(
            $"""
            with found as (
                select id, data from {schema}.mt_doc_accessrecord
                where {where} and not (data -> 'by' ->> 'purpose' = '{Purpose.DataTracker}' and data ->> 'at' > ${values.Count}))
            select total, page.data::text from (select count(*)::int as total from found) as whole left join
                (select * from found order by data ->> 'at' desc, id desc limit {limit} offset {offset}) as page on true
            order by page.data ->> 'at' desc, page.id desc
            """).With([.. values]);
        await using var reader = await select.ExecuteReaderAsync(token);
        var (total, records) = (0, new List<AccessRecord>());
        while (await reader.ReadAsync(token))
        {
            total = reader.GetInt32(0);
            if (!await reader.IsDBNullAsync(1, token))
                records.Add(serializer.FromJson<AccessRecord>(reader, 1));
        }
        return (total, records);
    }

    // The day that tells which of an agency's inquiries about a person are over; null where there are none, or none are asked for. Of those
    // that are over nothing is read but that there are some: they become more from year to year.
    private async Task<string?> OverAsync(string tenant, SubjectTag? subject, AccessFilter filter, Seals? seals, CancellationToken token)
    {
        if (filter.Agency is not { } agency || seals is null || subject is not { } person)
            return null;
        var today = seals.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var select = database.CreateCommand(
            $"""
            select exists (select 1 from {schema}.mt_doc_covertinquirycard inquiry
                where tenant_id = $1 and data ->> 'agency' = $2 and data ->> 'subject' = $3 and {Over} $4))
            """).With(tenant, agency, person.Value, today);
        return (bool)(await select.ExecuteScalarAsync(token))! ? today : null;
    }

    /// <param name="over">As <see cref="OverAsync"/> says.</param>
    private (string Where, List<object?> Values) Where(string tenant, SubjectTag? subject, AccessFilter filter, string? over)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (where, values) = ("tenant_id = $1", new List<object?> { tenant });
        foreach (var (condition, value) in Conditions(subject, filter))
            if (value is not null)
            {
                values.Add(value);
                where += $" and {condition} ${values.Count}";
            }
        if (filter.Agency is { } agency)
        {
            values.Add(agency);
            var own = $"data -> 'by' ->> 'agency' = ${values.Count}";
            if (filter.Covert)
                own = $"({own} or {CovertOf} ${values.Count}))))";
            // Only where there are any: with another way to match, the agency's index is of no use.
            if (over is not null)
            {
                values.AddRange([subject!.Value.Value, over]);
                own = $"({own} or {CovertOf} ${values.Count - 2} and inquiry.data ->> 'subject' = ${values.Count - 1} and {Over} ${values.Count})))))";
            }
            where += $" and {own}";
        }
        if (filter.Refused is { } refused)
            where += $" and data ->> 'refusedAs' is {(refused ? "not " : "")}null";
        if (filter.WithoutCase is { } without)
            where += without ? $" and {WithoutCase}" : $" and not ({WithoutCase})";
        return (where, values);
    }

    private static string Unsealed(Seals seals, List<object?> values)
    {
        values.Add(seals.Sealed.ToArray());
        return $" and coalesce(data -> 'by' ->> 'step', '') <> all(${values.Count})";
    }

    private static IEnumerable<(string Condition, string? Value)> Conditions(SubjectTag? subject, AccessFilter filter) =>
    [
        ("data ->> 'subject' =", subject?.Value), ("data -> 'by' ->> 'actor' =", filter.Actor),
        ("data ->> 'at' >=", filter.From), ("data ->> 'at' <", filter.Until),
        ("data -> 'by' ->> 'purpose' =", filter.Purpose), ("data ->> 'resource' =", filter.Resource),
    ];
}
