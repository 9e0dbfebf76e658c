using System.Globalization;
using JasperFx.Events;
using Marten;
using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Projections.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Access;

/// <summary>
/// Counts the accesses to each person's data, in the transaction that records them: no number is given twice, and none is
/// missing. The numbers stand in the event's headers, and only the person can tell them by the entry's tags.
/// </summary>
internal sealed class AccessNumbers(TenantLog log, SubjectVault vault, string schema)
{
    /// <summary>The header with a number for each of the event's people, in their order, with commas between.</summary>
    public const string Header = "counts";

    /// <summary>Gives each access event its numbers, before inline projections and the sealer look at it.</summary>
    public async Task GiveAsync(IDocumentSession session, IReadOnlyList<IEvent> facts, CancellationToken token)
    {
        var wanted = facts.SelectMany(fact => SubjectsOf(fact.Data)).CountBy(subject => subject).ToDictionary();
        if (wanted.Count == 0)
            return;
        var next = await TakeAsync(session, wanted, token);
        foreach (var fact in facts)
            if (SubjectsOf(fact.Data) is { Count: > 0 } subjects)
                fact.SetHeader(Header, string.Join(',', subjects.Select(subject => next[subject]++.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>The tags of an event, for its entry; none where it is no access.</summary>
    public string[] TagsOf(IEvent fact) =>
        [.. SubjectsOf(fact.Data).Zip(Of(fact), (subject, number) => AccessTag.Of(vault.AccessKeyOf(subject), log.Origin, number))];

    /// <summary>The numbers that an event has for its people, in their order; none where it is no access.</summary>
    public static long[] Of(IEvent fact) => SubjectsOf(fact.Data).Count == 0
        ? []
        : [.. (fact.GetHeader(Header)?.ToString() ?? throw new InvalidOperationException($"Event {fact.Id} has no {Header}."))
            .Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];

    private static IReadOnlyList<SubjectTag> SubjectsOf(object data) => data is AccessEvent access ? access.Subjects : [];

    /// <summary>Takes so many numbers for each, and returns the first. In one order, so that two savers never wait for each other.</summary>
    private async Task<Dictionary<SubjectTag, long>> TakeAsync(
        IDocumentSession session, Dictionary<SubjectTag, int> wanted, CancellationToken token)
    {
        await session.BeginTransactionAsync(token);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText =
            $"""
            insert into {schema}.access_count as c (log, subject, n)
            select $1, t.subject, t.more from unnest($2, $3) as t (subject, more) order by t.subject
            on conflict (log, subject) do update set n = c.n + excluded.n
            returning subject, n
            """;
        command.With(log.Id, wanted.Keys.Select(subject => subject.Value).ToArray(), wanted.Values.Select(more => (long)more).ToArray());
        await using var reader = await command.ExecuteReaderAsync(token);
        var first = new Dictionary<SubjectTag, long>(wanted.Count);
        while (await reader.ReadAsync(token))
        {
            var subject = new SubjectTag(reader.GetString(0));
            first[subject] = reader.GetInt64(1) - wanted[subject] + 1;
        }
        return first;
    }
}
