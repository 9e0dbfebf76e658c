using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Replay;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <param name="AsOfIndex">The last entry of the log that counts.</param>
/// <param name="AsOfTime">Entries after this time do not count; RFC 3339.</param>
/// <param name="KnownAtIndex">The log as it stood after this entry.</param>
internal sealed record AsOfQuery(long? AsOfIndex, string? AsOfTime, long? KnownAtIndex);

/// <summary>
/// A past state for an auditor, byte by byte what <c>registry-verify replay</c> prints of a bundle. The access is committed
/// before the answer, and named in a header, because the body is the state alone.
/// </summary>
internal sealed class Replaying(LogReplay log, TenantLogs logs, Caller caller, Disclosure disclosure)
{
    private const string AccessHeader = "Registry-Access-Event";

    /// <param name="start">The replay of the stream asked for.</param>
    public async Task<IResult> AnswerAsync(
        string kind, Guid id, AsOfQuery query, Func<AsOf, StreamReplay> start, HttpResponse response, CancellationToken token)
    {
        DateTimeOffset? time = null;
        if (query.AsOfTime is { } text)
        {
            if (!AsOf.TryReadTime(text, out var read))
                return Problems.Invalid("as-of-time", "asOfTime");
            time = read;
        }
        var replay = start(new AsOf(query.AsOfIndex, time, query.KnownAtIndex));
        var request = new BundleRequest(kind, id, From: null, To: null, Subject: null, Since: null);
        if (await log.RunAsync(logs.Of(caller.Tenant), request, replay, token) is not { } subjects || replay.ToJson() is not { } state)
            return Problems.NotFound();

        var ruling = AccessPolicy.OnHistory(caller.Actor, subject: null, $"{kind}/{id}");
        if (await disclosure.RecordAsync(ruling, subjects, DataClass.Evidence, $"{kind}/{id}") is not { } receipt)
            return Problems.NotFound();
        response.Headers[AccessHeader] = receipt.EventId.ToString("D");
        response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(state, "application/json; charset=utf-8");
    }
}
