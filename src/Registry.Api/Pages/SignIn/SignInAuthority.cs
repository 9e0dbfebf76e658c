using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Registry.Api.Hosting;
using Registry.Api.Identity;

namespace Registry.Api.Pages.SignIn;

/// <summary>The authority as a relying party sees it: the configured one, and in Development our own.</summary>
internal sealed class SignInAuthority(RegistrySettings settings, IOptionsMonitor<JwtBearerOptions> bearer, SignInTokens tokens) : IDisposable
{
    /// <summary>Where it sends people back to.</summary>
    public const string Callback = "/my/signed-in";

    /// <summary>For the development provider, which is this process.</summary>
    private readonly HttpClient loopback = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>As which client; null where nobody signs in here.</summary>
    public string? ClientId => IsDevelopment ? DevelopmentIdentity.PagesClient : settings.Identity.ClientId;

    [MemberNotNullWhen(true, nameof(ClientId))]
    public bool IsOffered => ClientId is not null;

    private bool IsDevelopment => settings is { Demonstration: true, Identity.Authority: null };

    private JwtBearerOptions Bearer => bearer.Get(JwtBearerDefaults.AuthenticationScheme);

    /// <summary>The authority's address to which a browser is sent.</summary>
    /// <exception cref="SignInUnavailableException">The authority does not say how it is asked.</exception>
    public async Task<string> AddressAsync(HttpContext http, SignInAttempt attempt, CancellationToken token) =>
        QueryHelpers.AddQueryString((await ConfigurationAsync(http, token)).AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["client_id"] = ClientId, ["redirect_uri"] = RedirectUri(http), ["scope"] = settings.Identity.Scope,
            ["state"] = attempt.State, ["nonce"] = attempt.Nonce, ["code_challenge"] = attempt.Challenge, ["code_challenge_method"] = "S256",
            ["ui_locales"] = http.Language(),
        });

    /// <summary>Whether an answer is this authority's (RFC 9207 section 2.4): one that names another was mixed up with it.</summary>
    public async Task<bool> IsItsAnswerAsync(HttpContext http, string? issuer, CancellationToken token)
    {
        var configuration = await ConfigurationAsync(http, token);
        return issuer is null ? !configuration.AuthorizationResponseIssParameterSupported : issuer == configuration.Issuer;
    }

    /// <summary>Redeems a code for the access token, once id token and access token are found good; null when the authority or the tokens are not.</summary>
    /// <exception cref="SignInUnavailableException">The authority is away.</exception>
    public async Task<string?> RedeemAsync(HttpContext http, string code, SignInAttempt attempt, CancellationToken token)
    {
        var configuration = await ConfigurationAsync(http, token);
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = RedirectUri(http), ["code_verifier"] = attempt.Verifier,
        };
        if (settings.Identity.ClientSecretFile is { } file && !IsDevelopment)
            request.Headers.Authorization = await BasicAsync(ClientId!, file, token);
        else
            form["client_id"] = ClientId!;
        request.Content = new FormUrlEncodedContent(form);
        return await AskAsync(request, token) is { } answer
            ? await tokens.AccessTokenIn(answer, configuration, ClientId!, attempt.Nonce, Bearer)
            : null;
    }

    public void Dispose() => loopback.Dispose();

    private async Task<OpenIdConnectMessage?> AskAsync(HttpRequestMessage request, CancellationToken token)
    {
        try
        {
            using var answer = await (IsDevelopment ? loopback : Bearer.Backchannel).SendAsync(request, token);
            if ((int)answer.StatusCode >= 500)
                throw new SignInUnavailableException(null);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json"
                ? new(await answer.Content.ReadAsStringAsync(token))
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !token.IsCancellationRequested)
        {
            throw new SignInUnavailableException(e);
        }
        // What is no JSON object.
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<OpenIdConnectConfiguration> ConfigurationAsync(HttpContext http, CancellationToken token)
    {
        if (IsDevelopment)
            return new()
            {
                Issuer = DevelopmentIdentity.Issuer, AuthorizationResponseIssParameterSupported = true,
                AuthorizationEndpoint = $"{Origin(http)}{DevelopmentIdentity.AuthorizationPath}",
                // This server, whatever the request says that it is called.
                TokenEndpoint = $"{http.Request.Scheme}://127.0.0.1:{http.Connection.LocalPort}{DevelopmentIdentity.TokenPath}",
                SigningKeys = { Bearer.TokenValidationParameters.IssuerSigningKey },
            };
        try
        {
            var configuration = await Bearer.ConfigurationManager!.GetConfigurationAsync(token);
            return configuration is { AuthorizationEndpoint: { Length: > 0 } endpoint, TokenEndpoint.Length: > 0 } && IsHttps(endpoint)
                && IsHttps(configuration.TokenEndpoint)
                    ? configuration
                    : throw new SignInUnavailableException(null);
        }
        catch (InvalidOperationException e)
        {
            throw new SignInUnavailableException(e);
        }
    }

    private static bool IsHttps(string endpoint) => endpoint.StartsWith("https://", StringComparison.Ordinal);

    private string RedirectUri(HttpContext http) => (IsDevelopment ? Origin(http) : settings.PublicAddress) + Callback;

    private static string Origin(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    // RFC 6749 section 2.3.1: both encoded as in a form.
    private static async Task<AuthenticationHeaderValue> BasicAsync(string client, string file, CancellationToken token)
    {
        var secret = (await File.ReadAllTextAsync(file, token)).Trim();
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client)}:{Uri.EscapeDataString(secret)}")));
    }
}

/// <summary>The authority cannot be asked now.</summary>
internal sealed class SignInUnavailableException(Exception? cause) : Exception("The authority cannot be asked now.", cause);
