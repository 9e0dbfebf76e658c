namespace Registry.Api.Emergencies;

/// <summary>Marks a route that an officer may use in an emergency, by naming the released access in a header.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesEmergencyAttribute : Attribute;

internal static class EmergencyAccessRoutes
{
    public static RouteHandlerBuilder TakesEmergency(this RouteHandlerBuilder route) =>
        route.WithMetadata(new TakesEmergencyAttribute());
}
