namespace Registry.Api.CovertInquiries;

/// <summary>Marks a route that an investigating officer may use, by naming the authorised inquiry in a header.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesCovertAttribute : Attribute;

internal static class CovertAccessRoutes
{
    public static RouteHandlerBuilder TakesCovert(this RouteHandlerBuilder route) => route.WithMetadata(new TakesCovertAttribute());
}
