namespace Registry.Api.Access;

/// <summary>What a route's answers carry. Each route declares it; a test drives each and proves what it declares.</summary>
internal enum Carries
{
    /// <summary>No personal value, whoever asks.</summary>
    NothingPersonal,

    /// <summary>Personal values, or what is known of a person; the access is recorded and committed first.</summary>
    RecordedAccess,
}

/// <summary>The declaration, as metadata of the route.</summary>
internal sealed record Carrying(Carries What);

internal static class CarryingRoutes
{
    /// <summary>Discloses personal data and records that it does.</summary>
    public static TBuilder RecordsAccess<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Carrying(Carries.RecordedAccess));

    /// <summary>Discloses no personal value.</summary>
    public static TBuilder CarriesNothingPersonal<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Carrying(Carries.NothingPersonal));
}
