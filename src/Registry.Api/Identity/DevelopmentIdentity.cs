using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using Registry.Api.Hosting;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Registry.Api.Identity;

/// <summary>
/// Stands in for the city's identity provider, in Development only: OpenIddict with the demonstration people.
/// <c>POST /dev/idp/token</c> with <c>grant_type=client_credentials</c> and a person's name as client gives a token; for the pages there is the
/// authorization-code flow with PKCE, whose page asks who one is (<see cref="DevelopmentPage"/>).
/// </summary>
internal static class DevelopmentIdentity
{
    public const string Issuer = "https://idp.registry.localhost/";
    public const string TokenPath = "/dev/idp/token";
    public const string AuthorizationPath = "/dev/idp/authorize";

    /// <summary>As which the pages ask.</summary>
    public const string PagesClient = "registry-pages";

    public static void AddDevelopmentIdentity(this IServiceCollection services, RegistrySettings settings, DevelopmentKey key) =>
        services.AddOpenIddict().AddServer(options =>
        {
            options.SetIssuer(new Uri(Issuer));
            options.SetTokenEndpointUris(TokenPath).SetAuthorizationEndpointUris(AuthorizationPath);
            options.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.EnableDegradedMode();
            options.DisableAccessTokenEncryption();
            options.AddSigningKey(key.Key);
            options.AddEphemeralEncryptionKey();
            options.SetAccessTokenLifetime(TimeSpan.FromHours(8));
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId is null || !(context.Request.IsAuthorizationCodeGrantType()
                    ? context.ClientId == PagesClient : DevelopmentPeople.All.ContainsKey(context.ClientId)))
                    context.Reject(Errors.InvalidClient, "Only the demonstration people can sign in here.");
                return default;
            }));
            options.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                // What a code stands for was said when it was given.
                if (!context.Request.IsAuthorizationCodeGrantType())
                    context.SignIn(Principal(DevelopmentPeople.All[context.ClientId!], settings));
                return default;
            }));
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != PagesClient)
                    context.Reject(Errors.InvalidClient, "Only the pages of this server sign people in here.");
                else if (!DevelopmentPage.IsOurs(context.Transaction.GetHttpRequest()!, context.RedirectUri))
                    context.Reject(Errors.InvalidRequest, "The redirect URI is not this server's.");
                return default;
            }));
            options.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(async context =>
            {
                switch ((string?)context.Request[DevelopmentPage.Field])
                {
                    case { } name when DevelopmentPeople.All.TryGetValue(name, out var person):
                        context.SignIn(Principal(person, settings).SetScopes(Scopes.OpenId));
                        break;
                    case DevelopmentPage.Nobody:
                        context.Reject(Errors.AccessDenied, "They went away.");
                        break;
                    default:
                        await DevelopmentPage.Of(context.Transaction.GetHttpRequest()!.HttpContext);
                        context.HandleRequest();
                        break;
                }
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
