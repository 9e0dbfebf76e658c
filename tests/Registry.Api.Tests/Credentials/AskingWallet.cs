using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Registry.Api.Tests.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>A wallet that asks a holder by hand: each thing that it sends can be spoilt.</summary>
internal sealed partial class AskingWallet(IssuingHost host) : IDisposable
{
    public const string ClientId = "demonstration-wallet";
    public const string Redirect = "https://wallet.registry.localhost/callback";
    public const string Configuration = $"{IssuingHost.Commerce}001-1";
    public const string State = "st ate&1";

    private const string At = $"/agency/{IssuingHost.Commerce}";

    // It sees where it is led, and does not go there.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = AddressOf(host) };

    public Es256Signer Key { get; } = Wallet.NewKey();

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Thumbprint => ThumbprintOf(Key);

    /// <summary>What the server gave last.</summary>
    public string? Nonce { get; private set; }

    public static string ThumbprintOf(Es256Signer key) => Jwk.Thumbprint(Jwk.PublicPart(Jwk.Export(key.PublicKeySpki))!);

    public static string Details(string type = "openid_credential", string configuration = Configuration) => new JsonArray(
        new JsonObject { ["type"] = type, ["credential_configuration_id"] = configuration }).ToJsonString();

    /// <summary>A proof by the wallet's key, with the nonce that it was given last.</summary>
    public string Proof(string endpoint, string? accessToken = null, Action<JsonObject, JsonObject>? spoil = null, Es256Signer? by = null)
    {
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["jwk"] = Jwk.PublicPart(Jwk.Export((by ?? Key).PublicKeySpki)) };
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString(), ["htm"] = "POST", ["htu"] = $"{IssuingHost.Issuer}/{endpoint}",
            ["iat"] = Wallet.Now.ToUnixTimeSeconds(), ["nonce"] = Nonce,
        };
        if (accessToken is not null)
            claims["ath"] = DpopProof.HashOf(accessToken);
        spoil?.Invoke(header, claims);
        return Jws.Sign(header, claims, by ?? Key);
    }

    public Task<HttpResponseMessage> PushAsync(Action<Dictionary<string, string>>? spoil = null, params string[] proofs)
    {
        var form = new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = ClientId, ["redirect_uri"] = Redirect, ["state"] = State, ["scope"] = Configuration,
            ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256", ["resource"] = IssuingHost.Issuer,
        };
        spoil?.Invoke(form);
        return PostAsync("par", new FormUrlEncodedContent(form), proofs);
    }

    /// <summary>Where the wallet sends the holder, after it pushed its request.</summary>
    public async Task<string> PushedAsync(Action<Dictionary<string, string>>? spoil = null)
    {
        using var answer = await PushAsync(spoil);
        return PageOf(await answer.EnsureSuccessStatusCode().JsonAsync());
    }

    public static string PageOf(JsonElement pushed, string client = ClientId, string at = At) =>
        $"{at}/authorize?client_id={client}&request_uri={Uri.EscapeDataString(pushed.GetProperty("request_uri").GetString()!)}";

    /// <summary>The page as one of the demonstration's people, or nobody, sees it.</summary>
    public async Task<(int Status, string Text)> SeeAsync(string page, string? person = "citizen")
    {
        using var reader = person is null ? host.Anonymous() : await host.SignedInAs(person);
        using var answer = await reader.GetAsync(new Uri(page, UriKind.Relative));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The page's secret.</summary>
    public static string ConsentIn(string text) => Consent().Match(text).Groups[1].Value;

    /// <summary>What the holder's browser sends from the page.</summary>
    public Task<HttpResponseMessage> AnswerAsync(string text, string licence, string at = At) => client.PostAsync(
        new Uri($"{at}/authorize", UriKind.Relative),
        new FormUrlEncodedContent([new("consent", ConsentIn(text)), new("licence", licence)]));

    /// <summary>From the request to the code, by the holder's consent.</summary>
    public async Task<string> CodeAsync(Guid licence, Action<Dictionary<string, string>>? spoil = null)
    {
        var (_, text) = await SeeAsync(await PushedAsync(spoil));
        using var answer = await AnswerAsync(text, licence.ToString());
        return QueryOf(answer)["code"];
    }

    /// <summary>What the browser carries back to the wallet.</summary>
    public static Dictionary<string, string> QueryOf(HttpResponseMessage answer)
    {
        var to = answer.Headers.Location.ShouldNotBeNull();
        to.GetLeftPart(UriPartial.Path).ShouldBe(Redirect);
        return to.Query[1..].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    public Task<HttpResponseMessage> RedeemAsync(string code, Action<Dictionary<string, string>>? spoil = null, string at = At, params string[] proofs)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = Verifier, ["client_id"] = ClientId,
            ["redirect_uri"] = Redirect, ["resource"] = IssuingHost.Issuer,
        };
        spoil?.Invoke(form);
        return PostAsync("token", new FormUrlEncodedContent(form), proofs.Length > 0 ? proofs : [Proof("token")], at: at);
    }

    /// <summary>The access token for a code, with what comes with it.</summary>
    public async Task<JsonElement> TokenAsync(string code)
    {
        using var answer = await RedeemAsync(code);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    /// <summary>Asks for one credential for a key of its own.</summary>
    public async Task<HttpResponseMessage> FetchAsync(
        string token, string scheme = "DPoP", (string Name, string? Value)? what = null, params string[] proofs)
    {
        using var key = Wallet.NewKey();
        using var asked = await client.PostAsync(new Uri($"{At}/nonce", UriKind.Relative), null);
        var nonce = (await asked.JsonAsync()).GetProperty("c_nonce").GetString()!;
        var (name, value) = what ?? ("credential_configuration_id", Configuration);
        var body = new JsonObject
        {
            [name] = value, ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(WalletProof.Of(key, IssuingHost.Issuer, nonce)) },
        };
        return await PostAsync("credential", JsonContent.Create(body), proofs, $"{scheme} {token}");
    }

    public async Task<HttpResponseMessage> PostAsync(
        string endpoint, HttpContent content, IReadOnlyList<string> proofs, string? authorization = null, string at = At)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{at}/{endpoint}") { Content = content };
        foreach (var proof in proofs)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("DPoP-Nonce", out var nonces))
            Nonce = nonces.Single();
        return answer;
    }

    public static async Task<string?> ErrorIn(HttpResponseMessage answer) =>
        (await answer.JsonAsync()).TryGetProperty("error", out var error) ? error.GetString() : null;

    private static Uri AddressOf(IssuingHost host)
    {
        using var anybody = host.Anonymous();
        return anybody.BaseAddress!;
    }

    public void Dispose()
    {
        Key.Dispose();
        client.Dispose();
    }

    [GeneratedRegex("""name="consent" value="([^"]+)""")]
    private static partial Regex Consent();
}
