namespace Registry.Api.Sharing;

/// <summary>Marks a route that an officer of another agency may use, by naming the sharing grant in a header.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesSharingAttribute : Attribute;

internal static class SharedAccessRoutes
{
    public static RouteHandlerBuilder TakesSharing(this RouteHandlerBuilder route) => route.WithMetadata(new TakesSharingAttribute());
}
