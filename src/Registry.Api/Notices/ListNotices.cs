using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>Notices from a place on, the oldest first; whoever asks again with <c>after</c> misses none and gets none twice.</summary>
internal static class ListNotices
{
    public static void Map(RouteGroupBuilder notices) =>
        notices.MapGet("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Accesses that I want to be told of, from a place on 查询访问通知").Produces<NoticePage>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="after">From the answer before; without it, from when the person subscribed.</param>
    private static async Task<IResult> Handle(string? after, NoticeReader reader, CancellationToken token)
    {
        var place = after is null ? null : NoticePlace.Parse(after);
        if (after is not null && place is null)
            return Problems.Invalid("request-malformed", "after");
        return await reader.ReadAsync(place, token) is var (page, _) ? TypedResults.Ok(page) : Problems.NotFound();
    }
}
