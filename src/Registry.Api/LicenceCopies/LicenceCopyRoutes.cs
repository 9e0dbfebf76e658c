namespace Registry.Api.LicenceCopies;

internal static class LicenceCopyRoutes
{
    public static void MapLicenceCopies(this RouteGroupBuilder api)
    {
        MakeCopy.Map(api);
        ListCopies.Map(api);
        var copies = api.MapGroup("/licence-copies").WithTags("Copies 加注件");
        GetCopy.Map(copies);
        RevokeCopy.Map(copies);
    }
}
