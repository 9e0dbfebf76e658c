using Registry.Api.Commands;
using Registry.Api.Pages;

namespace Registry.Api.Hosting;

/// <summary>
/// Answers what routing found no place for: no such path, method or media type. Before authorization, whose fallback
/// would say "forbidden" to all of them; after authentication, which serves the development identity provider itself.
/// </summary>
internal sealed class UnroutedMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                await next(context);
                return;
            // Routing's own: it sets the status, and Allow where the method was wrong.
            case { RequestDelegate: { } refuse }:
                await refuse(context);
                await PageProblems.For(context, context.Response.StatusCode switch
                {
                    StatusCodes.Status405MethodNotAllowed =>
                        Problems.Of(StatusCodes.Status405MethodNotAllowed, "method-not-allowed"),
                    StatusCodes.Status415UnsupportedMediaType =>
                        Problems.Of(StatusCodes.Status415UnsupportedMediaType, "media-type-unsupported", "Content-Type"),
                    var other => Problems.Of(other, "request-malformed"),
                }).ExecuteAsync(context);
                return;
            default:
                await PageProblems.For(context, Problems.NotFound()).ExecuteAsync(context);
                return;
        }
    }
}
