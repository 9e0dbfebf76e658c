using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Erasures;
using Registry.Projections.Personal;

namespace Registry.Api.Erasures;

/// <summary>
/// One officer's approval, then another's, which destroys the person's data key in the transaction that records it. Neither is
/// who asked.
/// </summary>
internal static class ApproveErasure
{
    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapPost("/{id}/approval", Handle).RequireAuthorization(Policies.Erase).CarriesNothingPersonal()
            .WithSummary("Approve an erasure 同意删除; the second officer's approval erases, for good").ProducesChange();

    private static async Task<IResult> Handle(
        ErasureId id, IfMatch version, CommandRunner commands, SubjectVault vault, RegistrySettings settings, TimeProvider clock,
        CancellationToken token)
    {
        await using var session = commands.Open();
        var stream = await session.Marten.Events.FetchForWriting<Erasure, ErasureId>(id, token);
        if (stream.Aggregate is not { } erasure || await Authority.OverErasure(commands.Caller)(erasure) is not { } ground)
            return Problems.NotFound();
        if (stream.CurrentVersion != version.Version)
            return await commands.StaleAsync();

        // The number first: a further key that comes into being meanwhile is not the one that is destroyed.
        var number = await vault.KeyNumberAsync(commands.Caller.Tenant, erasure.Subject, token)
            ?? (erasure.IsOpen ? throw new SubjectKeyMissingException() : 0);
        var (held, seen) = await SubjectHoldings.ReadAsync(session.Marten, erasure.Subject, token);
        var (events, refusal) = ErasureDecider.Approve(erasure, commands.Caller.Actor.Id, held, number, clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(session, id, version, refusal);

        session.Act.Ground = ground;
        if (events is [ErasureEvent.Erased erased])
            session.Marten.QueueErasure(settings.Schema, commands.Caller.Tenant, erased.Subject, erased.Key, seen);
        var facts = session.Build(events);
        stream.AppendMany(facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, version.Version + facts.Count, facts));
    }
}
