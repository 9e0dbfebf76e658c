using Marten;
using Marten.Exceptions;
using Registry.Api.Authorities;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Calendar;
using Registry.Projections;
using Registry.Projections.Audit;
using Registry.Projections.Log;

namespace Registry.Api.Audit;

/// <summary>
/// Has looks judged by the rules and raises what is found. A finding's id follows from what it is about: whoever judges a look again,
/// after a crash, on another node or over a past period, raises nothing twice.
/// </summary>
internal sealed class Judging(RegistrySessions sessions, LookReader looks)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Judges what the log has brought since. False when that is nothing.</summary>
    public async Task<bool> JudgeNextAsync(TenantLog log, CancellationToken token)
    {
        var fresh = await looks.NextAsync(log, token);
        if (fresh.Until == fresh.From)
            return false;
        if (fresh.Looks.Count > 0 && await BookAsync(log.Tenant, fresh.Looks.Min(look => look.At), rule: null, token) is { Rules.Count: > 0 } book)
            await JudgeAsync(log.Tenant, book, fresh.Looks, token);
        // A crash before this one judges the same looks again, and finds what is found already.
        await looks.MoveToAsync(log, fresh.Until);
        return true;
    }

    /// <summary>Judges a past time by one rule, as if it had been in force then. Returns how many findings that raised.</summary>
    public async Task<int> JudgePastAsync(string tenant, AuditRuleId rule, DateTimeOffset from, DateTimeOffset until, CancellationToken token)
    {
        var book = (await BookAsync(tenant, from, rule, token)).During(rule, from, until);
        var raised = 0;
        for (var start = from; start < until; start += Day)
        {
            var end = start + Day < until ? start + Day : until;
            raised += await JudgeAsync(tenant, book, await looks.BetweenAsync(tenant, officers: null, start, end, token), token);
        }
        return raised;
    }

    private async Task<int> JudgeAsync(string tenant, AuditBook book, IReadOnlyList<Look> fresh, CancellationToken token)
    {
        if (fresh.Count == 0)
            return 0;
        var judge = new AuditJudge(book, WorkingDayCalendar.China);
        var found = fresh.SelectMany(judge.Judge).ToList();
        if (book.LongestWindow is var window && window > TimeSpan.Zero)
        {
            var officers = fresh.Select(look => look.Officer).Distinct().ToList();
            var around = await looks.BetweenAsync(
                tenant, officers, fresh.Min(look => look.At) - window, fresh.Max(look => look.At) + window, token);
            found.AddRange(around.GroupBy(look => look.Officer).SelectMany(judge.JudgeTogether));
        }
        var raised = 0;
        foreach (var suspicion in found)
            raised += await RaiseAsync(tenant, suspicion) ? 1 : 0;
        return raised;
    }

    /// <param name="since">Rules that were retired before judge nothing any more.</param>
    /// <param name="rule">One that is to judge whenever it was retired.</param>
    private async Task<AuditBook> BookAsync(string tenant, DateTimeOffset since, AuditRuleId? rule, CancellationToken token)
    {
        var asked = rule?.Value ?? Guid.Empty;
        await using var session = sessions.Query(tenant);
        var rules = await session.Query<AuditRuleCard>()
            .Where(card => card.RetiredAt == null || card.RetiredAt >= since || card.Id == asked).ToListAsync(token);
        var lists = await session.Query<PersonListCard>().ToListAsync(token);
        return new([.. rules.SelectMany(card => card.InForce())], lists.SelectMany(card => card.Listings));
    }

    private async Task<bool> RaiseAsync(string tenant, Suspicion suspicion)
    {
        await using var session = PlatformSession.Open(sessions, tenant, ground: Ground.Audit($"audit-rule/{suspicion.Fact.Rule}"));
        if (await session.Events.FetchStreamStateAsync(suspicion.Id.Value) is not null)
            return false;
        session.Events.StartStream<Finding>(suspicion.Id.Value, suspicion.Fact);
        try
        {
            await session.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (ExistingStreamIdCollisionException)
        {
            return false;
        }
    }
}
