namespace Registry.Api.Showing;

internal static class ShowingRoutes
{
    public static void MapShowing(this IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        ShowLicence.Map(api.MapGroup("/licences").WithTags("Licences 证照"));
        VerifyShown.Map(api);
        app.MapVerifyPage();
    }
}
