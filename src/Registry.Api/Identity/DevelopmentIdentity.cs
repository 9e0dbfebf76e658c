using System.Security.Claims;
using OpenIddict.Abstractions;
using Registry.Api.Hosting;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Registry.Api.Identity;

/// <summary>
/// Stands in for the city's identity provider, in Development only: OpenIddict with the demonstration people as clients.
/// <c>POST /dev/idp/token</c> with <c>grant_type=client_credentials</c> and a person's name as client gives a token.
/// </summary>
internal static class DevelopmentIdentity
{
    public const string Issuer = "https://idp.registry.localhost/";
    public const string TokenPath = "/dev/idp/token";

    public static void AddDevelopmentIdentity(this IServiceCollection services, RegistrySettings settings, DevelopmentKey key) =>
        services.AddOpenIddict().AddServer(options =>
        {
            options.SetIssuer(new Uri(Issuer));
            options.SetTokenEndpointUris(TokenPath);
            options.AllowClientCredentialsFlow();
            options.EnableDegradedMode();
            options.DisableAccessTokenEncryption();
            options.AddSigningKey(key.Key);
            options.AddEphemeralEncryptionKey();
            options.SetAccessTokenLifetime(TimeSpan.FromHours(8));
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId is null || !DevelopmentPeople.All.ContainsKey(context.ClientId))
                    context.Reject(Errors.InvalidClient, "Only the demonstration people can sign in here.");
                return default;
            }));
            options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.SignIn(Principal(DevelopmentPeople.All[context.ClientId!], settings));
                return default;
            }));
        });

    /// <summary>The body of a request for one person's token.</summary>
    public static FormUrlEncodedContent TokenRequest(string person) => new(new Dictionary<string, string>
    {
        ["grant_type"] = GrantTypes.ClientCredentials,
        ["client_id"] = person,
        ["client_secret"] = "development",
    });

    private static ClaimsPrincipal Principal(DevelopmentPerson person, RegistrySettings settings)
    {
        var identity = new ClaimsIdentity("development", Claims.Subject, Claims.Role);
        foreach (var (name, value) in person.Claims(settings.Authority))
            identity.AddClaim(new Claim(name, value).SetDestinations(Destinations.AccessToken));
        var principal = new ClaimsPrincipal(identity);
        principal.SetAudiences(settings.Identity.Audience);
        return principal;
    }
}
