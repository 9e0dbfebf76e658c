using Marten;
using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Delegations;
using Registry.Projections.Personal;
using Registry.Projections.Sharing;

namespace Registry.Api.DataTracker;

/// <summary>
/// Who looked at a person's data, for a tracker that shows it to that person or to whom they let read it. Asking is an access itself,
/// committed before the answer. The viewer is the tracker's word for the person themselves; for anybody else a delegation must say so
/// here (invariant I9).
/// </summary>
internal static class FindUsage
{
    /// <summary>
    /// A tracker's own questions are lines too, but not before this time is over: the next page would begin with the last line of the page
    /// before. The person reads them at once in their own list.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);

    /// <param name="TotalUsages">All that fit, whatever offset and limit are.</param>
    public sealed record FindUsageResponse(int TotalUsages, IReadOnlyList<Usage> Usages);

    /// <param name="Logtime">RFC 3339 in UTC.</param>
    /// <param name="Action">What the data was looked at for, in words.</param>
    /// <param name="ReceiverCode">USCC of the agency; the authority's region code where no agency acted.</param>
    public sealed record Usage(string Logtime, string Action, string ReceiverCode, string? ReceiverName, string ReceiverSystem);

    public static void Map(RouteGroupBuilder tracker) =>
        tracker.MapGet("/findUsage", Handle).RequireAuthorization(Policies.TrackUsage).RecordsAccess()
            .WithSummary("Who looked at a person's data 查询个人数据使用记录").Produces<FindUsageResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                UsageParameters.Describe(operation);
                return Task.CompletedTask;
            });

    private static async Task<IResult> Handle(
        UsageQuery query, Caller caller, RegistrySessions sessions, SubjectVault vault, Disclosure disclosure, AccessSearch search,
        ReferenceStreams references, TimeProvider clock, HttpContext http, CancellationToken token)
    {
        var (viewer, person) = (Tag(query.Viewer), Tag(query.Person));
        var mandate = viewer == person ? null : await MandateAsync(caller.Tenant, sessions, person, viewer, clock.Today(), token);
        var ruling = AccessPolicy.OnUsage(caller.Actor, viewer, person, mandate);
        if (await disclosure.RecordAsync(ruling, person, DataClass.Accesses, "accesses") is null)
            return Problems.NotFound();

        var filter = AccessFilter.Everything with { From = query.From, Until = query.Until };
        await using var session = sessions.Query(caller.Tenant);
        var seals = await Seals.OfAsync(session, person, clock.Today(), token);
        var (total, records) = await search.UsageAsync(
            caller.Tenant, person, filter, seals, clock.GetUtcNow() - Settled, query.Offset, query.Limit, token);
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        var grants = await SharingPurposes.OfAsync(session, records, token);
        var agencies = await LookingAgencies.OfAsync(session, records, token);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new FindUsageResponse(total, [.. records.Select(record => UsageOf(record, agencies, grants, directory, http.Language()))]));

        SubjectTag Tag(CitizenId code) => vault.TagOf(HolderCodeType.CitizenId, code.Value);
    }

    /// <summary>What the person lets the viewer do now; null when that is nothing.</summary>
    private static async Task<Mandate?> MandateAsync(
        string tenant, RegistrySessions sessions, SubjectTag person, SubjectTag viewer, DateOnly today, CancellationToken token)
    {
        await using var session = sessions.Query(tenant);
        var (principal, other) = (person.Value, viewer.Value);
        var ids = await session.Query<DelegationCard>().Where(card => card.Principal == principal && card.Delegate == other)
            .OrderBy(card => card.Id).Select(card => card.Id).ToListAsync(token);
        foreach (var id in ids)
            if (Mandate.Of(
                DelegationId.Of(id), await session.Events.AggregateStreamAsync<Delegation>(id, token: token), viewer, today) is var mandate
                && mandate.Covers(person, DelegatedPurpose.ReadAccesses))
                return mandate;
        return null;
    }

    private static Usage UsageOf(AccessRecord record, LookingAgencies agencies, SharingPurposes grants, AuthorityDirectory? directory, string language)
    {
        var line = AccessLine.Of(record, agencies.Of(record), tenant: "", directory, language, grants);
        var authority = directory?.Regions[directory.Authority];
        return new(
            line.At, line.NeedText is { } need ? $"{line.PurposeText} – {need}" : line.PurposeText,
            line.Agency ?? authority?.Code.ToString() ?? "", line.Agency is null ? authority?.Name.In(language) : line.AgencyName,
            line.System ?? OpenApi.Title);
    }
}
