using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Projections;
using Registry.Projections.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>The covert inquiries of an agency, for its officers; all of them for auditors. Not whom they are about.</summary>
internal static class ListCovertInquiries
{
    private const int Most = 200;

    /// <param name="Officer">Who asked; the second person is <paramref name="AuthorisedBy"/>. Staff ids.</param>
    /// <param name="ReleaseOn">The first day on which the person sees all of it, unless it was ended before.</param>
    /// <param name="Former">The days it was to be released on before.</param>
    /// <param name="WantedOn">A later day that nobody has granted yet.</param>
    public sealed record Entry(
        Guid Id, string Agency, AuthorityClass Class, string Officer, string? AuthorisedBy, DateOnly ReleaseOn,
        IReadOnlyList<DateOnly> Former, DateOnly? WantedOn, string? EndedBy, long Version)
    {
        public static Entry Of(CovertInquiryCard card) => new(
            card.Id, card.Agency, card.Class, card.Officer, card.AuthorisedBy, card.ReleaseOn, card.Former, card.WantedOn, card.EndedBy,
            card.Version);
    }

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/", Handle).RequireAuthorization(Policies.SeeCovertInquiries).CarriesNothingPersonal()
            .WithSummary("Covert inquiries, the last to be released first 秘密查询清单").Produces<IReadOnlyList<Entry>>();

    private static async Task<IResult> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<CovertInquiryCard> cards = session.Query<CovertInquiryCard>();
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null
                || caller.Actor.Agency is not { Value: var agency })
                return TypedResults.Ok<IReadOnlyList<Entry>>([]);
            cards = cards.Where(card => card.Agency == agency);
        }
        var found = await cards.OrderByDescending(card => card.ReleaseOn).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<Entry>>([.. found.Select(Entry.Of)]);
    }
}
