using Microsoft.AspNetCore.Http.Features;

namespace Registry.Api.DataTracker;

/// <summary>
/// The specification puts a person's code into the URL, and the framework writes URLs to logs and traces (invariant I6). Before anything
/// looks at a request below <see cref="Under"/>, its query is taken out of it and kept here.
/// </summary>
/// <param name="Text">With its question mark; empty when there was none.</param>
internal sealed record HiddenQuery(string Text)
{
    public const string Under = "/v2";

    /// <summary>Makes each request's context, which is before its first line in the log and its span.</summary>
    internal sealed class Factory(IServiceProvider services) : IHttpContextFactory
    {
        private readonly DefaultHttpContextFactory plain = new(services);

        public HttpContext Create(IFeatureCollection featureCollection)
        {
            var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
            if (new PathString(request.Path).StartsWithSegments(Under, StringComparison.OrdinalIgnoreCase))
            {
                featureCollection.Set(new HiddenQuery(request.QueryString));
                request.QueryString = "";
                request.RawTarget = request.Path;
            }
            return plain.Create(featureCollection);
        }

        public void Dispose(HttpContext httpContext) => plain.Dispose(httpContext);
    }
}
