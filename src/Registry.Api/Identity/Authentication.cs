using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;
using Registry.Api.SharingService;

namespace Registry.Api.Identity;

/// <summary>
/// Bearer tokens only (RFC 9068): issuer, audience, algorithm and type are pinned, claim names are not mapped, and every
/// route is closed unless it says otherwise.
/// </summary>
internal static class Authentication
{
    public static void AddRegistryAuthentication(this IServiceCollection services, RegistrySettings settings, DevelopmentKey? devKey)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.Authority = devKey is null ? settings.Identity.Authority : null;
            // Whoever sends tokens with unknown keys must not make this server ask for the keys with each of them.
            options.RefreshInterval = settings.Identity.KeyRefreshInterval;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ValidTypes = ["at+jwt"],
                ValidAudience = settings.Identity.Audience,
                ValidIssuer = devKey is null ? settings.Identity.Authority : DevelopmentIdentity.Issuer,
                IssuerSigningKey = devKey?.Key,
                ValidateIssuerSigningKey = true,
                // A token is of the key that it names, and of no other that happens to fit.
                TryAllIssuerSigningKeys = false,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = Claims.Subject,
                RoleClaimType = Claims.Role,
            };
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenRules.MaxLength });
            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = async context =>
                {
                    await HeadToken.ReadAsync(context);
                    await PageSessions.ReadAsync(context);
                },
                OnTokenValidated = context =>
                {
                    if (TokenRules.FaultOf(context.SecurityToken) is { } fault)
                    {
                        context.Fail(fault);
                        Log(context.HttpContext, fault);
                    }
                    return Task.CompletedTask;
                },
                OnAuthenticationFailed = context =>
                {
                    Log(context.HttpContext, context.Exception.GetType().Name);
                    return Task.CompletedTask;
                },
                OnChallenge = async context =>
                {
                    context.HandleResponse();
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    await RefuseAsync(context.HttpContext, StatusCodes.Status401Unauthorized, "not-authenticated", onPages: "page-sign-in");
                },
                OnForbidden = context => RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden, "role-not-allowed", "role-not-allowed"),
            };
        });

        services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
            foreach (var (name, roles) in Policies.RolesByPolicy)
                options.AddPolicy(name, policy => policy
                    .RequireAuthenticatedUser().RequireClaim(Claims.Subject)
                    .RequireClaim(Claims.Tenant, settings.Authority).RequireRole(roles)
                    // One role a token: who acts must not depend on which of several is read.
                    .RequireAssertion(context => context.User.FindAll(Claims.Role).Count() == 1));
        });
    }

    // On a page there is a way on: to sign in, or as somebody else.
    private static Task RefuseAsync(HttpContext http, int status, string code, string onPages) => (PageSessions.IsPage(http)
        ? (IResult)SignInRoutes.Refuse(http, status, onPages, ReturnPath.Of(http))
        : Problems.Of(status, code)).ExecuteAsync(http);

    // One line, and nothing of the token in it.
    private static void Log(HttpContext http, string reason) =>
        LogMessages.TokenRefused(http.RequestServices.GetRequiredService<ILogger<Caller>>(), reason);
}
