using Registry.Api.Access;
using Scalar.AspNetCore;

namespace Registry.Api.Hosting;

/// <summary>
/// The API's description for people, at /scalar. Everything it shows comes from this server: a registry's network may be
/// closed, and who reads its pages is nobody else's business.
/// </summary>
internal static class ApiPage
{
    public static void MapApiPage(this IEndpointRouteBuilder app) =>
        app.MapScalarApiReference("/scalar", Configure).AllowAnonymous().CarriesNothingPersonal();

    private static void Configure(ScalarOptions options) => options
        .WithTitle("Registry 电子证照与办件登记")
        .ExpandAllTags()
        // Each of these asks another server, or offers to.
        .DisableDefaultFonts()
        .DisableTelemetry()
        .DisableAgent()
        .DisableMcp()
        .HideClientButton()
        .HideDeveloperTools();
}
