using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>
/// Notices as they come, as server-sent events (WHATWG HTML, section 9.2). Each event is a page as the list has it, its id the
/// place behind it; an empty one says from time to time that the stream lives. It ends with the token, the subscription or
/// the delegation that it was opened under.
/// </summary>
internal static class StreamNotices
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public static void Map(RouteGroupBuilder notices) =>
        notices.MapGet("/stream", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Notices as they come, as server-sent events 实时访问通知")
            .Produces<NoticePage>(contentType: "text/event-stream").ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <param name="after">A place to go on from; the header Last-Event-ID of a reconnecting browser goes before it.</param>
    private static async Task<IResult> Handle(
        string? after, Caller caller, Delegated delegated, NoticeReader reader, NoticeStreams streams, TimeProvider clock, HttpContext http,
        CancellationToken token)
    {
        var from = http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : after;
        var place = from is null ? null : NoticePlace.Parse(from);
        if (from is not null && place is null)
            return Problems.Invalid("request-malformed", "after");
        // Recorded once for the whole stream: two delegates who are told of each page that the other was sent would never be done.
        var except = (await caller.StandingAsync()).Mandate?.Step;
        if (caller.Actor.Subject is not { } self
            || await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "notices/stream") is not { } subject
            || await reader.ReadAsync(subject, place, except, token) is not var (first, next))
            return Problems.NotFound();
        // Whoever listens uses up their own places, not the principal's.
        if (streams.Enter(self) is not { } entered)
            return Problems.Of(StatusCodes.Status429TooManyRequests, "notice-streams-too-many");
        http.Response.RegisterForDispose(entered);
        return TypedResults.ServerSentEvents(PagesAsync(
            first, next, ReadAsync, () => delegated.StillAsync(DelegatedPurpose.ReadAccesses), EndOf(http.User), clock, token));

        Task<(NoticePage Page, NoticePlace? After)?> ReadAsync(NoticePlace? behind) => reader.ReadAsync(subject, behind, except, token);
    }

    private static async IAsyncEnumerable<SseItem<NoticePage>> PagesAsync(
        NoticePage page, NoticePlace? place, Func<NoticePlace?, Task<(NoticePage Page, NoticePlace? After)?>> read, Func<Task<bool>> may,
        DateTimeOffset end, TimeProvider clock, [EnumeratorCancellation] CancellationToken token)
    {
        yield return ItemOf(page);
        var spoken = clock.GetTimestamp();
        while (clock.GetUtcNow() < end)
        {
            await Task.Delay(Tick, clock, token);
            // What was read before a revocation is not sent after it.
            if (await read(place) is not var (next, behind) || !await may())
                yield break;
            if (behind == place && clock.GetElapsedTime(spoken) < Silence)
                continue;
            place = behind;
            spoken = clock.GetTimestamp();
            yield return ItemOf(next);
        }
    }

    private static SseItem<NoticePage> ItemOf(NoticePage page) => new(page, "notices") { EventId = page.After };

    // A token without an end is not let in.
    private static DateTimeOffset EndOf(ClaimsPrincipal user) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(user.FindFirstValue("exp")!, CultureInfo.InvariantCulture));
}
