namespace Registry.Api.Licences;

internal static class LicenceRoutes
{
    public static void MapLicences(this RouteGroupBuilder api)
    {
        var licences = api.MapGroup("/licences").WithTags("Licences 证照");
        MintLicence.Map(licences);
        ListLicences.Map(licences);
        GetLicence.Map(licences);
        RenewLicence.Map(licences);
        ChangeLicence.Map(licences);
        SuspendLicence.Map(licences);
        RestoreLicence.Map(licences);
        RevokeLicence.Map(licences);
        CancelLicence.Map(licences);
        VerifyLicence.Map(api);
        ReplayLicence.Map(api);
    }
}
