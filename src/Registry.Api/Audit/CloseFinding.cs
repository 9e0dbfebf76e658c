using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Audit;

/// <summary>Somebody who is not the officer concerned says what the looks were. The reason is about that officer, and sealed under their key.</summary>
internal static class CloseFinding
{
    public sealed record Request(FindingConclusion Conclusion, string Reason);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapPost("/{id}/closing", Handle).RequireAuthorization(Policies.AuditLooks).CarriesNothingPersonal()
            .WithSummary("Close a finding with a conclusion 办结审计发现").ProducesChange();

    private static async Task<IResult> Handle(
        FindingId id, Request body, IfMatch version, CommandRunner commands, SubjectVault vault) =>
        !Enum.IsDefined(body.Conclusion)
            ? Problems.Invalid("field-malformed", "conclusion")
            : Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Finding, FindingId, FindingEvent>(
                id, version, Authority.OverFinding(commands.Caller),
                finding => FindingDecider.Close(
                    finding, commands.Caller.Actor.Id, body.Conclusion,
                    Personal<Remark>.Of(vault.TagOfStaff(commands.Caller.Tenant, finding.Officer), new(body.Reason))));
}
