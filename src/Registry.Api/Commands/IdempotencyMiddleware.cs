using Registry.Api.Identity;

namespace Registry.Api.Commands;

/// <summary>
/// Every write under /api carries a key. A key that was answered gives the same answer again, to the same request only.
/// What only asks, with a body because it asks for much, carries none (<see cref="ChangesNothing"/>).
/// Runs after authorization: keys belong to one actor, and nobody can probe another's.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, IdempotencyStore store, Caller caller)
    {
        if (!IsWrite(context))
        {
            await next(context);
            return;
        }

        var key = context.Request.Headers[IdempotentRequest.HeaderName].ToString();
        if (key.Length == 0)
            throw new BadRequest(StatusCodes.Status400BadRequest, "idempotency-key-missing", IdempotentRequest.HeaderName);
        if (!IdempotentRequest.IsKey(key))
            throw new BadRequest(StatusCodes.Status400BadRequest, "idempotency-key-malformed", IdempotentRequest.HeaderName);

        var digest = await IdempotentRequest.DigestAsync(context.Request, store.DigestKey, context.RequestAborted);
        var request = new IdempotentRequest(caller.Tenant, caller.Actor.Id, IdempotentRequest.NameOf(key, store.DigestKey), digest);
        if (await store.FindAsync(request, context.RequestAborted) is not var (answer, same))
        {
            context.Features.Set(request);
            await next(context);
            return;
        }
        if (same)
            await answer.SendAsync(context, replayed: true);
        else
            await Problems.KeyReused().ExecuteAsync(context);
    }

    private static bool IsWrite(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        && !HttpMethods.IsOptions(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<ChangesNothing>() is null;
}

/// <summary>Marks a POST that leaves nothing behind, so that repeating it needs no key.</summary>
internal sealed record ChangesNothing;
