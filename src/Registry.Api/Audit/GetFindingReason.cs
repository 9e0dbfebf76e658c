using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Projections;

namespace Registry.Api.Audit;

/// <summary>Why a finding was closed as it was; recorded as an access of the officer concerned.</summary>
internal static class GetFindingReason
{
    public sealed record Response(string Reason, Guid AccessEvent);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapGet("/{id}/reason", Handle).RequireAuthorization(Policies.AuditLooks).RecordsAccess()
            .WithSummary("Why a finding was closed; the reading is recorded 查看办结理由").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        FindingId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        if (await session.Events.AggregateStreamAsync<Finding>(id.Value, token: token) is not { Reason: { } reason } finding
            || finding.Officer == caller.Actor.Id)
            return await disclosure.NothingThereAsync(DataClass.Accesses, $"finding/{id}");
        var ruling = AccessPolicy.OnLooks(
            caller.Actor, standing, finding.Agency, $"finding/{id}", FieldTable.AuditNote);
        if (await disclosure.RecordAsync(ruling, reason.Subject, DataClass.Accesses, $"finding/{id}") is not { } receipt
            || await disclosure.OpenAsync(receipt, reason, token) is not { } remark)
            return Problems.NotFound();
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(remark.Text, receipt.EventId));
    }
}
