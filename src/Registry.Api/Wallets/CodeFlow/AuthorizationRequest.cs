using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>What a wallet asks a holder for (RFC 6749 section 4.1.1, OpenID4VCI 1.0 section 5.1): a credential of one configuration.</summary>
/// <param name="State">The wallet's own; it is given back.</param>
/// <param name="Challenge">Of PKCE, by S256 (RFC 7636 section 4.3).</param>
/// <param name="Named">It was asked for by authorization details, so the token names the credential.</param>
/// <param name="Key">Thumbprint of the key that the code is for (RFC 9449 section 10); null where the wallet named none.</param>
internal sealed record AuthorizationRequest(
    Uscc Issuer, string ClientId, string RedirectUri, string? State, string Challenge, string Configuration, bool Named, string? Key)
{
    /// <summary>The type of authorization details for credentials (OpenID4VCI 1.0 section 5.1.1).</summary>
    public const string OpenIdCredential = "openid_credential";

    private const int LongestState = 512;

    /// <summary>Checks what a wallet posts; else its error code.</summary>
    /// <param name="offered">The configurations that the issuer offers.</param>
    /// <param name="proved">Thumbprint of the key that the request proves to have; null for none.</param>
    public static (AuthorizationRequest? Request, string? Error) Read(
        IFormCollection form, Uscc issuer, IReadOnlyList<WalletSettings> wallets, IReadOnlySet<string> offered, string? proved)
    {
        string? Field(string name) => form[name].ToString() is { Length: > 0 } text ? text : null;

        if (form.ContainsKey("request_uri"))
            return (null, "invalid_request");
        if (form.ContainsKey("request"))
            return (null, "request_not_supported");
        if (Field("client_id") is not { } client || Field("redirect_uri") is not { } redirect)
            return (null, "invalid_request");
        if (wallets.FirstOrDefault(one => one.ClientId == client) is not { } wallet)
            return (null, "invalid_client");
        if (!wallet.Redirects.Contains(redirect, StringComparer.Ordinal))
            return (null, "invalid_request");
        if (Field("response_type") is not { } type)
            return (null, "invalid_request");
        if (type != "code")
            return (null, "unsupported_response_type");
        if (Field("response_mode") is not (null or "query") || Field("state") is { Length: > LongestState })
            return (null, "invalid_request");
        if (Field("code_challenge_method") != "S256" || Field("code_challenge") is not { } challenge || !IsDigest(challenge))
            return (null, "invalid_request");
        var named = Field("dpop_jkt");
        if (named is not null && !IsDigest(named))
            return (null, "invalid_request");
        if (named is not null && proved is not null && named != proved)
            return (null, DpopProofs.Invalid);
        if (Field("scope") is null == Field("authorization_details") is null)
            return (null, "invalid_request");
        var details = Field("authorization_details");
        var configuration = details is null ? Field("scope") : ConfigurationIn(details);
        if (configuration is null || !offered.Contains(configuration))
            return (null, details is null ? "invalid_scope" : "invalid_authorization_details");
        return (new(issuer, client, redirect, Field("state"), challenge, configuration, details is not null, named ?? proved), null);
    }

    /// <summary>Where the browser goes with the answer, which says whose it is (RFC 9207).</summary>
    public string Answer(string issuer, string name, string value)
    {
        var query = new Dictionary<string, string?> { [name] = value, ["iss"] = issuer };
        if (State is not null)
            query["state"] = State;
        return QueryHelpers.AddQueryString(RedirectUri, query);
    }

    public static AuthorizationRequest? Parse(string? detail) => detail is null ? null : JsonSerializer.Deserialize<AuthorizationRequest>(detail);

    public override string ToString() => JsonSerializer.Serialize(this);

    // RFC 9396 section 2: what is not understood must be refused. What a wallet wants to see of the claims is the issuer's to follow or not.
    private static string? ConfigurationIn(string details) =>
        WalletBody.Parse(details) is JsonArray { Count: 1 } all && all[0] is JsonObject one
        && one.All(member => member.Key is "type" or "credential_configuration_id" or "locations" or "claims")
        && WalletBody.TextOf(one["type"]) == OpenIdCredential
            ? WalletBody.TextOf(one["credential_configuration_id"])
            : null;

    private static bool IsDigest(string text) => Base64Url.IsValid(text, out var octets) && octets == SHA256.HashSizeInBytes;
}
