using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Notices;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>Reads the notices of a person who has subscribed to them.</summary>
internal sealed class NoticeReader(Caller caller, RegistrySessions sessions, ReferenceStreams references, NoticeFeed feed, IHttpContextAccessor http)
{
    /// <summary>Accesses looked through at once; those that are not wanted count too.</summary>
    private const int Most = 200;

    /// <summary>The next page after a place, or from when they subscribed; null where they have no subscription now.</summary>
    /// <param name="except">Accesses in this step are not told.</param>
    public async Task<(NoticePage Page, NoticePlace? After)?> ReadAsync(
        SubjectTag subject, NoticePlace? after, string? except, CancellationToken token)
    {
        if (await SubscriptionAsync(subject, token) is not { IsOpen: true } subscription)
            return null;
        if ((after ?? await feed.PlaceOfAsync(caller.Tenant, subscription.Since, token)) is not { } place)
            return (new([], After: null), null);
        var found = await feed.OfAsync(caller.Tenant, subject, place, Most, token);
        if (found is [.., var last])
            place = last.Place;
        var wanted = found.Where(one => subscription.Wants(one.Access.By.Purpose) && (except is null || one.Access.By.Step != except)).ToList();
        var directory = wanted.Count == 0 ? null : await references.DirectoryAsync(caller.Tenant, token);
        var language = http.HttpContext!.Language();
        return (new([.. wanted.Select(one => Notice.Of(one.Access, directory, language))], place.ToString()), place);
    }

    private async Task<SubscriptionCard?> SubscriptionAsync(SubjectTag subject, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        return await session.LoadAsync<SubscriptionCard>(SubscriptionId.Of(subject).Value, token);
    }
}
