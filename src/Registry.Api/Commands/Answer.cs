namespace Registry.Api.Commands;

/// <summary>What a write is answered with, kept so that the same key gives it again.</summary>
/// <param name="Body">JSON.</param>
internal sealed record Answer(int Status, string? ETag, string? Location, string Body)
{
    public async Task SendAsync(HttpContext context, bool replayed)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = Status < 400 ? "application/json; charset=utf-8" : "application/problem+json";
        if (ETag is not null)
            context.Response.Headers.ETag = ETag;
        if (Location is not null)
            context.Response.Headers.Location = Location;
        if (replayed)
            context.Response.Headers["Idempotency-Replayed"] = "true";
        await context.Response.WriteAsync(Body);
    }
}

/// <summary>A result that can be told in another form than JSON.</summary>
internal interface IAnswered
{
    Answer Answer { get; }
}

/// <summary>What a write says: the stream, its new version, and the events that are now durable.</summary>
internal sealed record Receipt(string Id, long Version, IReadOnlyList<ReceiptEvent> Events, string? Number = null);

/// <param name="Id">Its place in the log is at <c>/log/{tenant}/event/{id}</c> once it is sequenced.</param>
internal sealed record ReceiptEvent(Guid Id, string Type);
