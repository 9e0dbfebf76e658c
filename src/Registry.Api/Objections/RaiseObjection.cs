using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Calendar;
using Registry.Domain.Delegations;
using Registry.Domain.Identifiers;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>
/// The signed-in person, or a delegate in their name, objects to one access to their data. It becomes a case for the
/// data-protection officer of the agency whose officer looked.
/// </summary>
internal static class RaiseObjection
{
    /// <param name="Access">The access event, as who-looked names it.</param>
    public sealed record Request(Guid Access, string Reason);

    public static void Map(RouteGroupBuilder own) =>
        own.MapPost("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Object to an access to my data 对访问记录提出异议").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    public static async Task<IResult> Handle(
        Request body, CommandRunner commands, Delegated delegated, AccessSearch search, TimeProvider clock, CancellationToken token)
    {
        if (commands.Caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (Reasons.Check(body.Reason) is { } wrong)
            return wrong;
        if (await delegated.SubjectAsync(DelegatedPurpose.ObjectToAccesses, DataClass.Objection, "objections") is not { } subject
            || await search.FindAsync(commands.Caller.Tenant, subject, body.Access, token) is not { } access)
            return Problems.NotFound();

        await using var session = commands.Open();
        var seals = await Seals.OfAsync(session.Marten, subject, clock.Today(), token);
        if (seals.Over(access) is not null)
            return await commands.RefuseAsync(ObjectionDecider.AccessSealed);
        var agencies = await LookingAgencies.OfAsync(session.Marten, [access], token);
        var tag = subject.Value;
        var earlier = await session.Marten.Query<ObjectionCard>()
            .Where(card => card.Subject == tag && card.Access == body.Access).ToListAsync(token);
        var (events, refusal) = ObjectionDecider.Raise(
            subject, access.EventId, Uscc.TryParse(agencies.Of(access), null, out var agency) ? agency : null, access.By.Actor,
            new Remark(body.Reason), earlier.Count, earlier.Any(card => card.EndedOn is null), WorkingDayCalendar.China, clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = ObjectionId.Of(access.EventId, subject, earlier.Count + 1);
        session.Act.Ground = (await commands.Caller.StandingAsync()).Mandate is { } mandate
            ? Ground.HolderDelegation(mandate.Step)
            : Ground.OwnRequest($"objection/{id}");
        var facts = session.Build(events);
        session.Marten.Events.StartStream<Objection>(id.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/my/objections/{id}", Receipts.Of(id, facts.Count, facts));
    }
}
