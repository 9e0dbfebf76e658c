using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>
/// Several findings with one conclusion and reason: a search that a rule was not made for finds many. Each is its own event, and all are
/// closed or none is.
/// </summary>
internal static class CloseFindings
{
    /// <summary>More of them nobody has looked at one by one.</summary>
    private const int Most = 100;

    /// <param name="Findings">1 to 100, each once, with the version that was seen.</param>
    /// <param name="Reason">Sealed for each under the key of the officer concerned.</param>
    public sealed record Request(IReadOnlyList<Seen> Findings, FindingConclusion Conclusion, string Reason);

    public sealed record Seen(FindingId Id, long Version);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapPost("/closing", Handle).RequireAuthorization(Policies.AuditLooks).CarriesNothingPersonal()
            .WithSummary("Close several findings with one conclusion, all or none 批量办结审计发现").Produces<IReadOnlyList<Receipt>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> Handle(Request body, CommandRunner commands, SubjectVault vault)
    {
        if (body.Findings is not { Count: > 0 and <= Most } || body.Findings.Any(one => one is null)
            || body.Findings.DistinctBy(one => one.Id).Count() < body.Findings.Count)
            return Problems.Invalid("field-malformed", "findings");
        if (!Enum.IsDefined(body.Conclusion))
            return Problems.Invalid("field-malformed", "conclusion");
        if (Reasons.Check(body.Reason) is { } wrong)
            return wrong;

        await using var session = commands.Open();
        var caller = commands.Caller;
        await caller.StandingAsync();
        var receipts = new List<Receipt>();
        // In one order, so that two of these never wait for each other.
        foreach (var (id, version) in body.Findings.OrderBy(one => one.Id.Value))
        {
            var stream = await session.Marten.Events.FetchForWriting<Finding, FindingId>(id);
            if (stream.Aggregate is not { } finding || await Authority.OverFinding(caller)(finding) is not { } ground)
                return Problems.NotFound();
            if (stream.CurrentVersion != version)
                return await commands.StaleAsync();
            var (events, refusal) = FindingDecider.Close(
                finding, caller.Actor.Id, body.Conclusion,
                Personal<Remark>.Of(vault.TagOfStaff(caller.Tenant, finding.Officer), new(body.Reason)));
            if (refusal is not null)
                return await commands.RefuseAsync(session, id, new(version), refusal);
            session.Act.Ground = ground with { Step = "findings/closing" };
            var facts = session.Build(events);
            stream.AppendMany(facts);
            receipts.Add(Receipts.Of(id, version + facts.Count, facts));
        }
        return await commands.SaveAsync(session, receipts);
    }
}
