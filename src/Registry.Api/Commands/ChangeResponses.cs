namespace Registry.Api.Commands;

internal static class ChangeResponses
{
    /// <summary>What every change of an existing stream can answer, for the API description.</summary>
    public static RouteHandlerBuilder ProducesChange(
        this RouteHandlerBuilder route, int success = StatusCodes.Status200OK) => route
        .Produces<Receipt>(success)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
