using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>更正, by the officer who has the case. What stood there before is kept.</summary>
internal static class CorrectCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/correction", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Correct an application as its applicant asked 更正").ProducesChange();

    private static Task<IResult> Handle(CaseId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller), @case => CaseDecider.Correct(@case, clock.Today()));
}
