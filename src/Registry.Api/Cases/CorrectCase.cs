using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>更正 or 不予更正, by the officer who has the case. What stood there before is kept.</summary>
internal static class CorrectCase
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder cases)
    {
        cases.MapPost("/{id}/correction", Correct).RequireAuthorization(Policies.HandleCases)
            .WithSummary("Correct an application as its applicant asked 更正").ProducesChange();
        cases.MapPost("/{id}/correction-refusal", Refuse).RequireAuthorization(Policies.HandleCases)
            .WithSummary("Refuse a correction 不予更正").ProducesChange();
    }

    private static Task<IResult> Correct(CaseId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller), @case => CaseDecider.Correct(@case, clock.Today()));

    private static async Task<IResult> Refuse(
        CaseId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            @case => CaseDecider.RefuseCorrection(@case, new Remark(body.Reason), clock.Today()));
}
