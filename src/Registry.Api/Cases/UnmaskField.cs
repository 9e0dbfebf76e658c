using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Erasures;
using Registry.Projections;

namespace Registry.Api.Cases;

/// <summary>
/// The whole of one field that a case shows masked, where the case's step needs it. An access of its own, committed before
/// the answer. Nothing is changed and the answer is not kept: asked again, even under the same key, it is shown and
/// recorded again.
/// </summary>
internal static class UnmaskField
{
    /// <param name="Field">holder.code or phone.</param>
    public sealed record Request(string Field);

    /// <param name="Need">What the step needs it for; follows from the case, not from the request.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(string Field, string? Value, string Need, Guid AccessEvent);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/unmasking", Handle).RequireAuthorization(Policies.UnmaskFields).RecordsAccess()
            .WithSummary("One masked field in full; the reading is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        CaseId id, Request body, Caller caller, RegistrySessions sessions, Disclosure disclosure, CancellationToken token)
    {
        if (body.Field is not (FieldTable.HolderCode or FieldTable.Phone))
            return Problems.Invalid("field-not-maskable", "field");
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        if (await session.Events.AggregateStreamAsync<Case>(id.Value, token: token) is not { } @case)
            return await disclosure.NothingThereAsync(DataClass.Case, $"case/{id}");

        var ruling = AccessPolicy.OnField(caller.Actor, @case, body.Field, standing);
        if (await disclosure.RecordAsync(ruling, @case.Application.Subject, DataClass.Case, $"case/{id}") is not { } receipt)
            return ruling.Refusal == AccessPolicy.FieldNotNeeded ? Problems.Refused(AccessPolicy.FieldNotNeeded) : Problems.NotFound();

        if (await disclosure.OpenAsync(receipt, @case.Application, token) is not { } application)
            return Problems.Refused(ErasureDecider.SubjectErased);
        var value = body.Field is FieldTable.Phone ? application.Phone : application.Applicant.Code;
        return TypedResults.Ok(new Response(body.Field, ruling.Show(body.Field, value), ruling.Need!, receipt.EventId));
    }
}
