namespace Registry.Api.Delegations;

/// <summary>Marks a route that a delegate may use for the principal, by naming the delegation in a header.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesDelegationAttribute : Attribute;

internal static class DelegatedRoutes
{
    public static RouteHandlerBuilder TakesDelegation(this RouteHandlerBuilder route) =>
        route.WithMetadata(new TakesDelegationAttribute());
}
