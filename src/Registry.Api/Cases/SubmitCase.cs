using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.Personal;
using Registry.Projections.Personal;

namespace Registry.Api.Cases;

/// <summary>
/// 申请: the signed-in citizen or organisation hands in an application, or a delegate in their name; who they are comes from the
/// session and the delegation.
/// </summary>
internal static class SubmitCase
{
    /// <param name="CoApplicants">
    /// With whom the applicant applies, at most 19: what the item leads to belongs to all of them. Each is asked, and it is granted to all or not at all.
    /// </param>
    public sealed record Request(
        ItemCode Item, IReadOnlyDictionary<string, string> Form, IReadOnlyList<HandedIn> Materials, string? Phone = null,
        IReadOnlyList<NamedApplicant>? CoApplicants = null);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/", Handle).RequireAuthorization(Policies.Apply).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Submit an application 申请")
            .Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, Applicants applicants, CaseNumbers numbers, LicenceTypeCatalogue types, SubjectVault vault,
        TimeProvider clock, CancellationToken token)
    {
        if (commands.Caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if ((Check(body) ?? CoApplicants.Check(body.CoApplicants)) is { } wrong)
            return wrong;
        if (await applicants.FindAsync() is not var (subject, party, mandate))
            return Problems.NotFound();

        await using var session = commands.Open();
        var item = await session.Marten.Events.FetchLatest<ServiceItem, ServiceItemId>(ServiceItemId.Of(body.Item), token);
        if (item is null)
            return Problems.Invalid("item-unknown", "item");

        var today = clock.Today();
        var application = Personal<Application>.Of(subject, new(party, body.Phone, body.Form));
        var number = await numbers.NextAsync(commands.Caller.Tenant, item.Code, today, token);
        var type = item.Result is { } result ? (await types.OfAsync(commands.Caller.Tenant, result.Type))?.InForce : null;
        var (events, refusal) = CaseDecider.Submit(
            item, number, application, body.Materials, today, CoApplicants.Of(body.CoApplicants, vault), type);
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = CaseId.Of(Guid.NewGuid());
        session.Act.Ground = mandate is null ? Ground.OwnRequest($"case/{id}") : Ground.HolderDelegation(mandate.Step);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<Case>(id.Value, facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/cases/{id}",
            Receipts.Of(id, facts.Count, facts, number.ToString()));
    }

    private static ProblemHttpResult? Check(Request body)
    {
        if (body.Phone is { } phone && !PhoneNumber.IsMainland(phone))
            return Problems.Invalid("phone-malformed", "phone");
        if (FormFields.Fault(body.Form) is { } field)
            return Problems.Invalid("form-field-malformed", $"form.{field}");
        foreach (var (place, material) in body.Materials.Index())
        {
            // The serializer keeps null out of members, not out of lists.
            if (material is null)
                return Problems.Invalid("field-malformed", $"materials[{place}]");
            if (material.Code is not { Length: > 0 and <= 32 })
                return Problems.Invalid("field-malformed", $"materials[{place}].code");
            if (material.Sha256 is not { Length: 64 } || !material.Sha256.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
                return Problems.Invalid("material-digest-malformed", $"materials[{place}].sha256");
        }
        return null;
    }
}
