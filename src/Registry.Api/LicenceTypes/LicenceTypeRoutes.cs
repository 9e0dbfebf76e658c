namespace Registry.Api.LicenceTypes;

internal static class LicenceTypeRoutes
{
    public static void MapLicenceTypes(this RouteGroupBuilder api)
    {
        var types = api.MapGroup("/licence-types").WithTags("Licence types 证照类型");
        ListLicenceTypes.Map(types);
        GetLicenceType.Map(types);
        GetLicenceTypeVersion.Map(types);
        ListLicenceTypeDrafts.Map(types);
        ProposeLicenceType.Map(types);
        PublishLicenceType.Map(types);
        RejectLicenceType.Map(types);
    }
}
