namespace Registry.Api.Documents;

internal static class DocumentRoutes
{
    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<AgencySeals>();
        services.AddScoped<LicenceDocuments>();
    }

    public static void MapSealRoots(this WebApplication app) => GetSealRoot.Map(app);

    public static void MapDocuments(this RouteGroupBuilder api)
    {
        var licences = api.MapGroup("/licences").WithTags("Licences 证照");
        GetLicencePdf.Map(licences);
        GetLicenceOfd.Map(licences);
    }
}
