using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Erasures;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Erasures;
using Registry.Projections.Personal;

namespace Registry.Api.Erasures;

/// <summary>
/// Asks that a person's data be erased: the signed-in holder of their own, an officer of the authority of whoever has this code.
/// A duty to keep refuses it with its clause. What an officer is told here about a person is recorded first.
/// </summary>
internal static class RequestErasure
{
    /// <param name="CodeType">Of the person, by an officer; with <paramref name="Code"/>. A holder is always their own.</param>
    public sealed record Request(string? Reason = null, HolderCodeType? CodeType = null, string? Code = null);

    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapPost("/", Handle).RequireAuthorization(Policies.RequestErasure).RecordsAccess()
            .WithSummary("Request the erasure of personal data 请求删除个人信息; a duty to keep refuses it with its clause")
            .Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, SubjectVault vault, Disclosure disclosure, TimeProvider clock, CancellationToken token)
    {
        var own = commands.Caller.Actor.Role is Role.Citizen;
        if (Check(body, own, commands.Caller.Actor) is { } wrong)
            return wrong;
        var id = ErasureId.Of(Guid.NewGuid());
        var ground = Ground.Erasure($"erasure/{id}");
        var subject = own ? commands.Caller.Actor.Subject!.Value : vault.TagOf(body.CodeType!, body.Code!);
        if (!own)
            await disclosure.RecordAsync(new(ground, [FieldTable.Existence], Refusal: null), subject, DataClass.Existence, $"erasure/{id}");

        await using var session = commands.Open();
        var (held, _) = await SubjectHoldings.ReadAsync(session.Marten, subject, token);
        var (events, refusal) = ErasureDecider.Request(
            subject, own ? ErasureRequester.Holder : ErasureRequester.Authority, commands.Caller.Actor.Id,
            body.Reason is null ? null : new Remark(body.Reason), held, await IsPendingAsync(session.Marten, subject, token), clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        session.Act.Ground = ground;
        var facts = session.Build(events);
        session.Marten.Events.StartStream<Erasure>(id.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/erasures/{id}", Receipts.Of(id, facts.Count, facts));
    }

    private static IResult? Check(Request body, bool own, Actor actor)
    {
        if (body.Reason is { } reason && Reasons.Check(reason) is { } wrong)
            return wrong;
        if (own)
            return actor.Subject is null ? Problems.Of(StatusCodes.Status403Forbidden, "session-without-party")
                : body.Code is not null || body.CodeType is not null ? Problems.Invalid("field-unknown", "code")
                : null;
        return body.CodeType is null ? Problems.Invalid("field-missing", "codeType")
            : body.Code is null ? Problems.Invalid("field-missing", "code")
            : !PersonCode.IsCode(body.CodeType, body.Code) ? Problems.Invalid("field-malformed", "code")
            : null;
    }

    private static async Task<bool> IsPendingAsync(IQuerySession session, SubjectTag subject, CancellationToken token)
    {
        var tag = subject.Value;
        return await session.Query<ErasureCard>().AnyAsync(
            card => card.Subject == tag && (card.Status == ErasureStatus.Requested || card.Status == ErasureStatus.Approved), token);
    }
}
