namespace Registry.Api.Issuers;

internal static class IssuerRoutes
{
    public static void MapIssuers(this WebApplication app)
    {
        GetIssuer.Map(app);
        GetLicenceRoot.Map(app);
        GetCredentialType.Map(app);
    }
}
