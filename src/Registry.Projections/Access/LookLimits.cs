using System.Globalization;
using Marten;
using Registry.Domain.Access;
using Registry.Projections.Schema;

namespace Registry.Projections.Access;

/// <summary>How often the step of an access may be looked under.</summary>
/// <param name="Most">Accesses in all.</param>
/// <param name="Since">From when they count; RFC 3339 in UTC as entries have it.</param>
public sealed record LookLimit(int Most, string Since);

/// <summary>
/// Judges accesses that are bounded, in the transaction that records them. What was had is counted from the records of the accesses
/// themselves; there is no counter beside them. Whoever records under a step has its turn until the commit, on whichever server, so that
/// what was counted holds.
/// </summary>
internal static class LookLimits
{
    /// <returns>The intents in their order; those beyond their limit with a refusal for their ruling.</returns>
    public static async Task<IReadOnlyList<AccessIntent>> JudgeAsync(IDocumentSession session, IReadOnlyList<AccessIntent> intents)
    {
        var had = new Dictionary<string, long>();
        // In one order, so that two savers never wait for each other; before the persons' numbers, for which others wait as well.
        foreach (var (step, since) in intents.Where(intent => intent.Limit is not null)
            .GroupBy(StepOf).Select(group => (Step: group.Key, Since: group.Select(intent => intent.Limit!.Since).Min(StringComparer.Ordinal)!))
            .OrderBy(one => one.Step, StringComparer.Ordinal))
            had[step] = await CountAsync(session, step, since);
        return had.Count == 0 ? intents : [.. intents.Select(intent =>
            intent.Limit is null || ++had[StepOf(intent)] <= intent.Limit.Most ? intent : intent with { Ruling = AccessPolicy.UsedUp(intent.Ruling) })];
    }

    private static string StepOf(AccessIntent intent) => intent.Ruling.Ground.Step!;

    // Two statements: the second one's snapshot is of after the turn before has committed. An event is one look, however many people it names.
    private static async Task<long> CountAsync(IDocumentSession session, string step, string since)
    {
        var schema = session.DocumentStore.Options.DatabaseSchemaName;
        await session.BeginTransactionAsync(CancellationToken.None);
        await using var turn = session.Connection!.CreateCommand();
        turn.CommandText = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        turn.With($"registry/looks/{schema}/{session.TenantId}/{step}");
        await turn.ExecuteNonQueryAsync(CancellationToken.None);

        await using var count = session.Connection!.CreateCommand();
        count.CommandText =
            $"""
            select count(distinct data ->> 'eventId') from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data -> 'by' ->> 'step' = $2 and data ->> 'at' >= $3
                and data -> 'by' ->> 'step' like 'sharing-grant/%' and data ->> 'refusedAs' is null
            """;
        count.With(session.TenantId, step, since);
        return Convert.ToInt64(await count.ExecuteScalarAsync(CancellationToken.None), CultureInfo.InvariantCulture);
    }
}
