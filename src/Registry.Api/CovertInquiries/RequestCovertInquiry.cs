using Marten;
using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Personal;

namespace Registry.Api.CovertInquiries;

/// <summary>
/// An officer of an authority that may asks to look at one person's data covertly. Nothing is shown by it, not even whether the person is
/// known here.
/// </summary>
internal static class RequestCovertInquiry
{
    private const int LongestWarrant = 64;

    /// <param name="Code">Becomes a keyed tag at once and is kept nowhere.</param>
    /// <param name="Warrant">Number of the order or letter; sealed, as the reason.</param>
    /// <param name="ReleaseOn">The first day on which the person sees all of it.</param>
    public sealed record Request(HolderCodeType CodeType, string Code, string Warrant, string Reason, DateOnly ReleaseOn);

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("/", Handle).RequireAuthorization(Policies.InvestigateCovertly).CarriesNothingPersonal()
            .WithSummary("Ask for a covert inquiry 申请秘密查询").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, SubjectVault vault, TimeProvider clock, CancellationToken token)
    {
        if (!PersonCode.IsCode(body.CodeType, body.Code))
            return Problems.Invalid("field-malformed", "code");
        if (string.IsNullOrWhiteSpace(body.Warrant) || !FormFields.IsText(body.Warrant, LongestWarrant))
            return Problems.Invalid("field-malformed", "warrant");
        if (Reasons.Check(body.Reason) is { } wrong)
            return wrong;
        var actor = commands.Caller.Actor;
        if (actor.Agency is not { } code || AccessPolicy.RefuseDuty(actor, await commands.Caller.StandingAsync()) is not null)
            return Problems.NotFound();

        await using var session = commands.Open();
        var authority = RegionCode.Parse(commands.Caller.Tenant);
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(DirectoryId.Of(authority), token);
        if (directory?.Agencies.GetValueOrDefault(code) is not { } agency)
            return Problems.NotFound();
        var (subject, today) = (vault.TagOf(body.CodeType, body.Code), clock.Today());
        var (tag, own) = (subject.Value, code.Value);
        var open = await session.Marten.Query<CovertInquiryCard>().CountAsync(
            card => card.Subject == tag && card.Agency == own && card.EndedBy == null && card.ReleaseOn > today, token);
        var (events, refusal) = CovertInquiryDecider.Request(
            agency, actor.Id, subject, new(body.Warrant, body.Reason), body.ReleaseOn, open, today);
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = CovertInquiryId.Of(Guid.NewGuid());
        session.Act.Ground = Ground.CovertInquiry(AuthorityClasses.BasisOf(agency.Class!.Value), Ground.CovertStep + id);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<CovertInquiry>(id.Value, facts);
        return await commands.SaveAsync(session, StatusCodes.Status201Created, location: null, Receipts.Of(id, facts.Count, facts));
    }
}
