using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Objections;

/// <summary>答复, by who has it: whether the access was lawful, what is done about it, and the explanation for the person.</summary>
internal static class AnswerObjection
{
    /// <param name="Reason">The explanation, sealed for the person.</param>
    public sealed record Request(ObjectionFinding Finding, ObjectionMeasure Measure, string Reason);

    public static void Map(RouteGroupBuilder objections) =>
        objections.MapPost("/{id}/answer", Handle).RequireAuthorization(Policies.AnswerObjections).CarriesNothingPersonal()
            .WithSummary("Answer an objection 答复异议").ProducesChange();

    private static async Task<IResult> Handle(
        ObjectionId id, Request body, IfMatch version, CommandRunner commands, SubjectVault vault, TimeProvider clock,
        CancellationToken token) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Objection, ObjectionId, ObjectionEvent>(
            id, version, Authority.OverObjection(commands.Caller),
            async objection => ObjectionDecider.Answer(
                objection, commands.Caller.Actor.Id, body.Finding, body.Measure,
                // For somebody who was erased since, sealing an explanation would begin a new file.
                await vault.KeyNumberAsync(commands.Caller.Tenant, objection.Subject, token) == objection.Reason.Sealed!.Key
                    ? new Remark(body.Reason)
                    : null,
                clock.Today()));
}
