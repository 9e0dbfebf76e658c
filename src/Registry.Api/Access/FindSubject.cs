using Marten;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Cases;
using Registry.Projections.Licences;
using Registry.Projections.Personal;

namespace Registry.Api.Access;

/// <summary>
/// Which of the officer's cases and licences are about whoever has this code. The code comes in the body, never in a URL, is
/// looked up by its blind index, and is kept nowhere. One access event for the person, committed first, whether or not there is
/// anybody: that there is nobody is an answer too.
/// </summary>
internal static class FindSubject
{
    /// <summary>Cases and licences each that are looked through.</summary>
    private const int Most = 200;

    /// <param name="CodeType">Three digits after GB/T 36903 appendix A.</param>
    public sealed record Request(HolderCodeType CodeType, string Code);

    /// <param name="Cases">Ids of those that the officer may read now.</param>
    /// <param name="AccessEvent">The event that recorded this.</param>
    public sealed record Response(IReadOnlyList<Guid> Cases, IReadOnlyList<Guid> Licences, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/subjects/search", Handle).RequireAuthorization(Policies.FindSubjects).RecordsAccess().WithTags("Access 访问记录")
            .WithSummary("Cases and licences of a person by their code; the search is recorded").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Request body, Caller caller, RegistrySessions sessions, SubjectVault vault, Disclosure disclosure, CancellationToken token)
    {
        if (!PersonCode.IsCode(body.CodeType, body.Code))
            return Problems.Invalid("field-malformed", "code");
        var subject = vault.TagOf(body.CodeType, body.Code);
        var standing = await caller.StandingAsync();
        if (await disclosure.RecordAsync(
            AccessPolicy.OnExistence(caller.Actor, standing), subject, DataClass.Existence, "subjects/search") is not { } receipt)
            return Problems.NotFound();

        await using var session = sessions.Query(caller.Tenant);
        return TypedResults.Ok(new Response(
            await CasesAsync(session, caller.Actor, standing, subject, token),
            await LicencesAsync(session, caller.Actor, standing, subject, token),
            receipt.EventId));
    }

    private static async Task<IReadOnlyList<Guid>> CasesAsync(
        IQuerySession session, Actor actor, Standing? standing, SubjectTag subject, CancellationToken token)
    {
        var (tag, agency) = (subject.Value, actor.Agency!.Value.Value);
        var found = new List<Guid>();
        foreach (var id in await session.Query<CaseCard>().Where(card => card.Subject == tag && card.Agency == agency)
            .OrderBy(card => card.Id).Take(Most).Select(card => card.Id).ToListAsync(token))
            if (await session.Events.AggregateStreamAsync<Case>(id, token: token) is { } one
                && AccessPolicy.OnCase(actor, one, standing).Refusal is null)
                found.Add(id);
        return found;
    }

    private static async Task<IReadOnlyList<Guid>> LicencesAsync(
        IQuerySession session, Actor actor, Standing? standing, SubjectTag subject, CancellationToken token)
    {
        var (tag, agency) = (subject.Value, actor.Agency!.Value.Value);
        var found = new List<Guid>();
        foreach (var id in await session.Query<LicenceCard>().Where(card => card.Subject == tag && card.Issuer == agency)
            .OrderBy(card => card.Id).Take(Most).Select(card => card.Id).ToListAsync(token))
            if (await session.Events.AggregateStreamAsync<Licence>(id, token: token) is { } one
                && AccessPolicy.OnLicence(actor, one, standing).Refusal is null)
                found.Add(id);
        return found;
    }
}
