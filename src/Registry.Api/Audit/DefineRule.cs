using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>From now on looks are judged by this rule too.</summary>
internal static class DefineRule
{
    public static void Map(RouteGroupBuilder rules) =>
        rules.MapPost("/", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Define a rule by which looks are judged 定义审计规则").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(AuditTerms body, CommandRunner commands)
    {
        if (body.FindFault() is { } field)
            return Problems.Invalid("field-malformed", field);
        var id = AuditRuleId.Of(Guid.NewGuid());
        await using var session = commands.Open();
        var (events, refusal) = AuditRuleDecider.Define(
            body, await session.Marten.Query<AuditRuleCard>().CountAsync(card => card.RetiredAt == null));
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);
        session.Act.Ground = Authority.OfAuditRule(commands.Caller, id);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<AuditRule>(id.Value, facts);
        return await commands.SaveAsync(session, StatusCodes.Status201Created, location: null, Receipts.Of(id, facts.Count, facts));
    }
}
