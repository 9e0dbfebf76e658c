using Registry.Api.Access;
using Registry.Api.Anchoring;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>
/// An evidence bundle for registry-verify: an auditor's of any scope, a citizen's of what is about them, a delegate's of what their
/// delegation lets them read. The access is committed before the answer; what is not the caller's looks absent.
/// </summary>
internal static class GetBundle
{
    /// <param name="Scope">everything, period, licence, case or person.</param>
    /// <param name="Id">Of the licence or case.</param>
    /// <param name="From">First index of a period.</param>
    /// <param name="To">Index behind the period; without it, all that is published.</param>
    /// <param name="Subject">An auditor names the person by the tag that events carry; a citizen is always their own.</param>
    /// <param name="Since">Size of the checkpoint seen last: the proof that the log continues it is added.</param>
    internal sealed record Query(string? Scope, Guid? Id, long? From, long? To, string? Subject, long? Since);

    private static readonly string[] Kinds = ["everything", "period", "licence", "case", "person"];

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/log/bundles", Handle).RequireAuthorization(Policies.TakeEvidence).RecordsAccess().TakesDelegation().WithTags("Log 日志")
            .WithSummary("An evidence bundle for offline verification; taking it is recorded")
            .Produces<byte[]>(contentType: "application/zip").ProducesProblem(StatusCodes.Status404NotFound);

    public static async Task Handle(
        [AsParameters] Query query, Caller caller, TenantLogs logs, BundlePlanner planner, BundleExport bundles,
        RegistrySessions sessions, TimeProvider clock, Disclosure disclosure, Anchors anchors, HttpContext http)
    {
        if (!Kinds.Contains(query.Scope))
            await Problems.Invalid("bundle-scope", "scope").ExecuteAsync(http);
        else if (await PlanAsync(query, caller, logs, planner, sessions, clock, disclosure, http.RequestAborted) is not { } plan)
            await Problems.NotFound().ExecuteAsync(http);
        else
        {
            http.Response.ContentType = "application/zip";
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"evidence-{plan.Scope.Kind}-{plan.Checkpoint.Size}.zip\"";
            http.Response.Headers.CacheControl = "no-store";
            await bundles.WriteAsync(plan with { Policy = anchors.PolicyText }, http.Response.Body, progress: null, http.RequestAborted);
        }
    }

    private static async Task<BundlePlan?> PlanAsync(
        Query query, Caller caller, TenantLogs logs, BundlePlanner planner, RegistrySessions sessions, TimeProvider clock,
        Disclosure disclosure, CancellationToken token)
    {
        var mandate = (await caller.StandingAsync()).Mandate;
        if (mandate is not null && AccessPolicy.OnHistory(mandate, mandate.Principal, query.Scope!) is { Refusal: not null } refused)
            return mandate.Principal is { } principal ? await RefuseAsync(refused, [principal], query, disclosure) : null;
        var own = mandate is null ? caller.Actor.Subject : mandate.Principal;
        var subject = own ?? (query.Subject is { } tag ? new SubjectTag(tag) : null);
        var request = new BundleRequest(
            query.Scope!, query.Id, query.From, query.To, subject, query.Since, await SealsAsync(caller.Tenant, own, sessions, clock, token));
        if (logs.Find(caller.Tenant) is not { } log)
            return null;
        // Before anything is planned, which would take longer for what is another's than for what there is not.
        if (own is not null && query.Id is not null && await planner.SubjectsOfAsync(log, request, token) is var holders && !holders.Contains(own.Value))
            return await RefuseAsync(
                holders.Count == 0 ? AccessPolicy.OnNothing(Resource(query)) : AccessPolicy.OnHistory(caller.Actor, subject: null, Resource(query)),
                holders, query, disclosure);
        if (await planner.PlanAsync(log, request, token) is not { } plan)
            return null;

        // Theirs is what names them; whom else it names stays withheld.
        var whose = own is { } self && plan.Subjects.Contains(self) ? own : null;
        var ruling = mandate is null
            ? AccessPolicy.OnHistory(caller.Actor, whose, Resource(query))
            : AccessPolicy.OnHistory(mandate, whose, query.Scope!);
        var named = own is not null && ruling.Refusal is null ? [own.Value] : plan.Subjects;
        return await disclosure.RecordAsync(ruling, named, DataClass.Evidence, Resource(query)) is null
            ? null
            : plan with { OnlyAbout = own, Together = own is { } one ? await planner.TogetherAsync(log, one, token) : plan.Together };
    }

    /// <summary>What a citizen must not learn yet, nor a delegate of theirs; nothing is sealed for an auditor.</summary>
    private static async Task<Seals?> SealsAsync(
        string tenant, SubjectTag? own, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        if (own is not { } subject)
            return null;
        await using var session = sessions.Query(tenant);
        return await Seals.OfAsync(session, subject, clock.Today(), token);
    }

    private static async Task<BundlePlan?> RefuseAsync(AccessRuling ruling, IReadOnlyList<SubjectTag> holders, Query query, Disclosure disclosure)
    {
        await disclosure.RecordAsync(ruling, holders, DataClass.Evidence, Resource(query));
        return null;
    }

    private static string Resource(Query query) => query.Id is { } id ? $"{query.Scope}/{id}" : $"log/{query.Scope}";
}
