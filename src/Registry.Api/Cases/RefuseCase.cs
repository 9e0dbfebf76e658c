using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>不予受理, with the reason for the applicant.</summary>
internal static class RefuseCase
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/refusal", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Refuse to accept a case 不予受理").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            @case => CaseDecider.Refuse(@case, new Remark(body.Reason), clock.Today()));
}
