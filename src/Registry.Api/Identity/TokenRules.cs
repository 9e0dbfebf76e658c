using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Registry.Api.Identity;

/// <summary>
/// What a signed token must be beside what the library checks: nothing in it may be read in two ways, and nothing that its
/// issuer calls critical may be passed over (operations reference 1.4).
/// </summary>
internal static class TokenRules
{
    /// <summary>Far more than a token of this registry's claims needs.</summary>
    public const int MaxLength = 8192;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Null when all is well, else the rule that the token breaks.</summary>
    public static string? FaultOf(SecurityToken token)
    {
        if (token is not JsonWebToken jwt)
            return "no JWT";
        // "If any of the listed extension Header Parameters are not understood and supported by the recipient, then the JWS is
        // invalid" (RFC 7515 4.1.11): none is supported here.
        if (jwt.TryGetHeaderValue<object>("crit", out _))
            return "crit";
        if (jwt.Audiences.Count() != 1)
            return "several audiences";
        return IsUnambiguous(jwt.EncodedHeader) && IsUnambiguous(jwt.EncodedPayload) ? null : "a member twice";
    }

    private static bool IsUnambiguous(string part)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part), Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
