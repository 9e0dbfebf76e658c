using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.LicenceBatches;
using Registry.Projections;
using Registry.Projections.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>One batch with the cases it names, for its agency and for auditors: what a second officer reads before approving it.</summary>
internal static class GetLicenceBatch
{
    /// <param name="Cases">Whose licences it mints; null for a batch that mints anew.</param>
    public sealed record Response(LicenceBatchCard Batch, IReadOnlyList<CaseId>? Cases);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", Handle).RequireAuthorization(Policies.SeeLicenceBatches).CarriesNothingPersonal()
            .WithSummary("One batch with its cases 批次").Produces<Response>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceBatchId id, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        if (await session.LoadAsync<LicenceBatchCard>(id.Value, token) is not { } card
            || caller.Actor.Role is not Role.Auditor
                && (caller.Actor.Agency?.Value != card.Agency || AccessPolicy.RefuseDuty(caller.Actor, standing) is not null))
            return Problems.NotFound();
        var batch = await session.Events.AggregateStreamAsync<LicenceBatch>(id.Value, token: token);
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(card, batch!.Cases));
    }
}
