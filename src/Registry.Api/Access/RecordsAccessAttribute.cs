namespace Registry.Api.Access;

/// <summary>Marks a route that discloses personal data and records that it does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordsAccessAttribute : Attribute;

internal static class RecordedRoutes
{
    public static RouteHandlerBuilder RecordsAccess(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RecordsAccessAttribute());
}
