using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.CovertInquiries;
using Registry.Api.Identity;
using Registry.Api.Sharing;
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
/// Which of the officer's cases and licences are about whoever has this code, or gave this telephone number with a case that the
/// officer may read. Either comes in the body, never in a URL, is looked up by its blind index, and is kept nowhere. One access
/// event for all whom it finds, committed first, whether or not there is anybody: that there is nobody is an answer too.
/// Under a sharing grant only licences are found, of its type and by the agency that gave it.
/// </summary>
internal static class FindSubject
{
    /// <summary>Cases and licences each that are looked through.</summary>
    private const int Most = 200;

    /// <param name="CodeType">Three digits after GB/T 36903 appendix A; with <paramref name="Code"/>.</param>
    /// <param name="Phone">In place of the code.</param>
    public sealed record Request(HolderCodeType? CodeType = null, string? Code = null, string? Phone = null);

    /// <param name="Cases">Ids of those that the officer may read now.</param>
    /// <param name="AccessEvent">The event that recorded this.</param>
    public sealed record Response(IReadOnlyList<Guid> Cases, IReadOnlyList<Guid> Licences, Guid AccessEvent);

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/subjects/search", Handle).RequireAuthorization(Policies.FindSubjects).RecordsAccess().TakesCovert().TakesSharing().WithTags("Access 访问记录")
            .WithSummary("Cases and licences of a person by their code or telephone number; the search is recorded 按证件号码或电话查找").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Request body, Caller caller, RegistrySessions sessions, SubjectVault vault, Disclosure disclosure, CancellationToken token)
    {
        if (Check(body) is { } wrong)
            return wrong;
        var standing = await caller.StandingAsync();
        // A grant is for licences; telephone numbers are of cases.
        if (standing.Shared is not null && body.Phone is not null)
            return Problems.Invalid("field-unknown", "phone");
        await using var session = sessions.Query(caller.Tenant);
        var people = body.Phone is { } phone
            ? await PeopleAsync(session, caller.Actor, standing, vault.IndexOf("phone", phone), token)
            : [vault.TagOf(body.CodeType!, body.Code!)];
        if (await disclosure.RecordAsync(
            AccessPolicy.OnExistence(caller.Actor, standing, people), people, DataClass.Existence, "subjects/search") is not { } receipt)
            return Problems.NotFound();

        var (cases, licences) = (new List<Guid>(), new List<Guid>());
        foreach (var subject in people)
        {
            if (standing.Shared is null)
                cases.AddRange(await CasesAsync(session, caller.Actor, standing, subject, token));
            licences.AddRange((await LicencesAsync(session, caller.Actor, standing, subject, token)).Select(one => one.Id.Value));
        }
        return TypedResults.Ok(new Response(cases, licences, receipt.EventId));
    }

    private static ProblemHttpResult? Check(Request body)
    {
        if (body.Phone is { } phone)
            return body.Code is not null || body.CodeType is not null ? Problems.Invalid("field-unknown", "code")
                : PhoneNumber.IsMainland(phone) ? null : Problems.Invalid("phone-malformed", "phone");
        if (body.CodeType is null)
            return Problems.Invalid("field-missing", "codeType");
        return PersonCode.IsCode(body.CodeType, body.Code) ? null : Problems.Invalid("field-malformed", "code");
    }

    // Whoever gave the number with a case that the officer may read; of others a search must not tell that they are there.
    private static async Task<IReadOnlyList<SubjectTag>> PeopleAsync(
        IQuerySession session, Actor actor, Standing? standing, string phone, CancellationToken token)
    {
        var agency = actor.Agency!.Value.Value;
        var found = new HashSet<SubjectTag>();
        foreach (var id in await session.Query<CaseCard>().Where(card => card.Phone == phone && card.Agency == agency)
            .OrderBy(card => card.Id).Take(Most).Select(card => card.Id).ToListAsync(token))
            if (await session.Events.AggregateStreamAsync<Case>(id, token: token) is { } one
                && AccessPolicy.OnCase(actor, one, standing).Refusal is null)
                found.Add(one.Application.Subject);
        return [.. found];
    }

    private static async Task<IReadOnlyList<Guid>> CasesAsync(
        IQuerySession session, Actor actor, Standing? standing, SubjectTag subject, CancellationToken token)
    {
        var agency = actor.Agency!.Value.Value;
        var cards = session.Query<CaseCard>().Of(subject);
        // A covert inquiry is about a person, whichever agency has their cases.
        if (actor.Role is not Role.Investigator)
            cards = cards.Where(card => card.Agency == agency);
        var found = new List<Guid>();
        foreach (var id in await cards.OrderBy(card => card.Id).Take(Most).Select(card => card.Id).ToListAsync(token))
            if (await session.Events.AggregateStreamAsync<Case>(id, token: token) is { } one
                && AccessPolicy.OnCase(actor, one, standing).Refusal is null)
                found.Add(id);
        return found;
    }

    /// <summary>Those of a person's licences that the caller may read: of the own agency, or of the one that gave a grant.</summary>
    public static async Task<IReadOnlyList<Licence>> LicencesAsync(
        IQuerySession session, Actor actor, Standing standing, SubjectTag subject, CancellationToken token)
    {
        // Under a grant, those of the agency that gave it; which of them it covers is the policy's to say.
        var agency = (standing.Shared?.Grant?.Owner ?? actor.Agency!.Value).Value;
        var cards = session.Query<LicenceCard>().Of(subject);
        if (actor.Role is not Role.Investigator)
            cards = cards.Where(card => card.Issuer == agency);
        var found = new List<Licence>();
        foreach (var id in await cards.OrderBy(card => card.Id).Take(Most).Select(card => card.Id).ToListAsync(token))
            if (await session.Events.AggregateStreamAsync<Licence>(id, token: token) is { } one
                && AccessPolicy.OnLicence(actor, one, standing).Refusal is null)
                found.Add(one);
        return found;
    }
}
