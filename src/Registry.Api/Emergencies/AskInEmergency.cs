using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Emergencies;
using Registry.Domain.Personal;

namespace Registry.Api.Emergencies;

/// <summary>An officer asks, with a reason, to see a case of the agency that is not theirs to see. Nothing is shown by it.</summary>
internal static class AskInEmergency
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/cases/{id}/emergency", Handle).RequireAuthorization(Policies.AskInEmergency).CarriesNothingPersonal()
            .WithTags("Emergencies 应急查阅")
            .WithSummary("Ask to see a case in an emergency 申请应急查阅").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(CaseId id, Request body, CommandRunner commands, CancellationToken token)
    {
        if (Reasons.Check(body.Reason) is { } wrong)
            return wrong;
        var actor = commands.Caller.Actor;
        await using var session = commands.Open();
        var standing = await commands.Caller.StandingAsync();
        var @case = await session.Marten.Events.FetchLatest<Case, CaseId>(id, token);
        if (@case is null || actor.Agency != @case.Agency || AccessPolicy.RefuseDuty(actor, standing) is not null)
            return Problems.NotFound();

        var emergency = EmergencyId.Of(Guid.NewGuid());
        session.Act.Ground = Ground.BreakGlass($"emergency/{emergency}");
        var facts = session.Build(EmergencyDecider.Ask(@case, actor.Id, new Remark(body.Reason)).Events);
        session.Marten.Events.StartStream<Emergency>(emergency.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, location: null, Receipts.Of(emergency, facts.Count, facts));
    }
}
