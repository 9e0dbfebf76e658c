using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>Notices from a place on, the oldest first; whoever asks again with <c>after</c> misses none and gets none twice.</summary>
internal static class ListNotices
{
    public static void Map(RouteGroupBuilder notices) =>
        notices.MapGet("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Accesses that I want to be told of, from a place on 查询访问通知").Produces<NoticePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="after">From the answer before; without it, from when the person subscribed.</param>
    private static async Task<IResult> Handle(string? after, Caller caller, Delegated delegated, NoticeReader reader, CancellationToken token)
    {
        var place = after is null ? null : NoticePlace.Parse(after);
        if (after is not null && place is null)
            return Problems.Invalid("request-malformed", "after");
        // A delegate's asking is an access itself: told of it, they would have something new each time they ask.
        return await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "notices") is { } subject
            && await reader.ReadAsync(subject, place, (await caller.StandingAsync()).Mandate?.Step, token) is var (page, _)
                ? TypedResults.Ok(page)
                : Problems.NotFound();
    }
}
