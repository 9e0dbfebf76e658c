namespace Registry.Api.LicenceBatches;

internal static class LicenceBatchRoutes
{
    public static void MapLicenceBatches(this RouteGroupBuilder api)
    {
        var batches = api.MapGroup("/licence-batches").WithTags("Batches 批次");
        ProposeReissue.Map(batches);
        ListLicenceBatches.Map(batches);
        ApproveLicenceBatch.Map(batches);
        EndLicenceBatch.Map(batches);
    }
}
