using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Registry.Api.Access.WhoLooked;

namespace Registry.Api.Pages;

/// <summary>
/// What is refused where a person reads pages is a page: status, headers and code as of the problem, its words, and what to do. Whoever does not
/// say that they take HTML has the problem as it is.
/// </summary>
internal static class PageProblems
{
    private static readonly PathString[] Places = ["/my", "/window", "/verify"];

    public static IResult For(HttpContext http, ProblemHttpResult problem) =>
        IsForPeople(http)
            ? HtmlPage.Refused(
                problem.StatusCode, (string)problem.ProblemDetails.Extensions["code"]!, problem.ProblemDetails.Title!,
                http.Request.Path.StartsWithSegments(Places[0], StringComparison.Ordinal) ? Home(http) : "")
            : problem;

    /// <summary>Of routes that answer people with pages, and are the API's handlers behind them.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await next(context) is var result && result is ProblemHttpResult problem ? For(context.HttpContext, problem) : result;

    private static bool IsForPeople(HttpContext http)
    {
        // The exception middleware has taken the endpoint away and says which it was.
        var metadata = (http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint)?.Metadata;
        return TakesHtml(http.Request) && (Places.Any(place => http.Request.Path.StartsWithSegments(place, StringComparison.Ordinal))
            || metadata?.GetMetadata<SignedInPage>() is not null
            || metadata?.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(one => one.ContentTypes.Contains("text/html")) == true);
    }

    // By its name: clients of the API take anything.
    private static bool TakesHtml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(one => one.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);

    private static string Home(HttpContext http) =>
        $"""<p><a href="{HtmlPage.Link(http, WhoLookedRoutes.Looks)}">{HtmlPage.Text("looks-title")}</a></p>""";
}
