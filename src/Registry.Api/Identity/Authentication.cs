using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using Registry.Api.Commands;
using Registry.Api.Hosting;

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
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
                ValidTypes = ["at+jwt"],
                ValidAudience = settings.Identity.Audience,
                ValidIssuer = devKey is null ? settings.Identity.Authority : DevelopmentIdentity.Issuer,
                IssuerSigningKey = devKey?.Key,
                ValidateIssuerSigningKey = true,
                RequireExpirationTime = true,
                RequireSignedTokens = true,
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = Claims.Subject,
                RoleClaimType = Claims.Role,
            };
            options.Events = new JwtBearerEvents
            {
                OnChallenge = async context =>
                {
                    context.HandleResponse();
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    await Problems.Of(StatusCodes.Status401Unauthorized, "not-authenticated").ExecuteAsync(context.HttpContext);
                },
                OnForbidden = context =>
                    Problems.Of(StatusCodes.Status403Forbidden, "role-not-allowed").ExecuteAsync(context.HttpContext),
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
}
