using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Registry.Api.Identity;

namespace Registry.Api.Pages.SignIn;

/// <summary>
/// Judges what an authority gives for a code (OpenID Connect Core 1.0 section 3.1.3.7): the id token by the library's rules and ours, the access token
/// as the bearer handler will for each request, and both of the same person.
/// </summary>
internal sealed class SignInTokens(ILogger<SignInTokens> logger)
{
    private static readonly OpenIdConnectProtocolValidator Protocol = new() { RequireNonce = true, RequireTimeStampInNonce = false, RequireState = false };

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = TokenRules.MaxLength };

    /// <summary>The access token; null when anything about the two is not as it must be, of which the log has the rule.</summary>
    public async Task<string?> AccessTokenIn(
        OpenIdConnectMessage answer, OpenIdConnectConfiguration configuration, string client, string nonce, JwtBearerOptions bearer)
    {
        if (!string.Equals(answer.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase) || answer is not { AccessToken: { } access, IdToken: { } id })
            return Refused("no tokens");
        var identity = await JudgeAsync(id, IdRules(configuration, client), bearer);
        if (identity is not { SecurityToken: JsonWebToken idToken })
            return Refused("id token");
        try
        {
            Protocol.ValidateTokenResponse(new()
            {
                ClientId = client, Nonce = nonce, ProtocolMessage = answer, ValidatedIdToken = new JwtSecurityToken(id),
            });
        }
        catch (OpenIdConnectProtocolException e)
        {
            return Refused(e.GetType().Name);
        }
        var rules = bearer.TokenValidationParameters.Clone();
        (rules.ValidIssuer, rules.IssuerSigningKeys) = (configuration.Issuer, configuration.SigningKeys);
        if (await JudgeAsync(access, rules, bearer) is not { SecurityToken: JsonWebToken accessToken })
            return Refused("access token");
        return accessToken.Subject == idToken.Subject ? access : Refused("two subjects");
    }

    private static TokenValidationParameters IdRules(OpenIdConnectConfiguration configuration, string client) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        // An access token is none, however it fits.
        ValidTypes = ["JWT", "id_token+jwt"],
        ValidAudience = client,
        ValidIssuer = configuration.Issuer,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidateIssuerSigningKey = true,
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = TimeSpan.FromSeconds(30),
    };

    private static async Task<TokenValidationResult?> JudgeAsync(string token, TokenValidationParameters rules, JwtBearerOptions bearer)
    {
        var result = await Handler.ValidateTokenAsync(token, rules);
        // As the bearer handler does: an authority that has begun to use a key is understood at the next try.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            bearer.ConfigurationManager?.RequestRefresh();
        return result.IsValid && TokenRules.FaultOf(result.SecurityToken) is null ? result : null;
    }

    private string? Refused(string rule)
    {
        Hosting.LogMessages.SignInRefused(logger, rule);
        return null;
    }
}
