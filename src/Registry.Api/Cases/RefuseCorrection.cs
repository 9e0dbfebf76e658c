using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>不予更正, by the officer who has the case, with the reason.</summary>
internal static class RefuseCorrection
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/correction-refusal", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Refuse a correction 不予更正").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            @case => CaseDecider.RefuseCorrection(@case, new Remark(body.Reason), clock.Today()));
}
