using Registry.Api.Commands;

namespace Registry.Api.LicenceBatches;

internal static class LicenceBatchRoutes
{
    public static void MapLicenceBatches(this RouteGroupBuilder api)
    {
        var batches = api.MapGroup("/licence-batches").WithTags("Batches 批次");
        ProposeReissue.Map(batches);
        ProposeMinting.Map(batches);
        ListLicenceBatches.Map(batches);
        GetLicenceBatch.Map(batches);
        ApproveLicenceBatch.Map(batches);
        EndLicenceBatch.Map(batches);
    }

    public static RouteHandlerBuilder ProducesProposal(this RouteHandlerBuilder route) =>
        route.Produces<Receipt>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
}
