using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Registry.Testing;

namespace Registry.Api.Tests.Identity;

/// <summary>The authorization-code flow, and every way to do it wrong.</summary>
internal sealed partial class OidcServer
{
    public const string Client = "city-registry-pages";

    private readonly ConcurrentDictionary<string, Dictionary<string, string>> codes = [];

    /// <summary>What was posted to the token endpoint, with the header <c>Authorization</c> as <c>authorization</c>.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Redemptions { get; } = [];

    /// <summary>Changes an id token before it is signed.</summary>
    public Action<SecurityTokenDescriptor> OnIdToken { get; set; } = _ => { };

    /// <summary>The same for the access token.</summary>
    public Action<SecurityTokenDescriptor> OnAccessToken { get; set; } = _ => { };

    /// <summary>Changes what is answered for a code.</summary>
    public Action<Dictionary<string, object>> OnAnswer { get; set; } = _ => { };

    /// <summary>The status of what is answered for a code.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Breaks each connection on which it is asked for tokens.</summary>
    public bool IsAway { get; set; }

    /// <summary>From now on it is right again.</summary>
    public void Reset()
    {
        (OnIdToken, OnAccessToken, OnAnswer, Status, IsAway) = (_ => { }, _ => { }, _ => { }, StatusCodes.Status200OK, false);
        Redemptions.Clear();
    }

    /// <summary>A person signs in at the address to which the browser was sent; where it is sent then.</summary>
    /// <param name="change">What goes wrong with the answer.</param>
    public string SignIn(Uri address, Action<Dictionary<string, string?>>? change = null)
    {
        var asked = QueryHelpers.ParseQuery(address.Query).ToDictionary(one => one.Key, one => one.Value.ToString());
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        codes[code] = asked;
        var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"], ["iss"] = Issuer };
        change?.Invoke(answer);
        return QueryHelpers.AddQueryString(asked["redirect_uri"], answer.Where(one => one.Value is not null));
    }

    private async Task RedeemAsync(HttpContext http)
    {
        if (IsAway)
        {
            http.Abort();
            return;
        }
        var form = (await http.Request.ReadFormAsync()).ToDictionary(one => one.Key, one => one.Value.ToString());
        form["authorization"] = http.Request.Headers.Authorization.ToString();
        Redemptions.Enqueue(form);
        http.Response.StatusCode = Status;
        var hash = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form.GetValueOrDefault("code_verifier", ""))));
        if (!codes.TryRemove(form.GetValueOrDefault("code", ""), out var asked) || asked["code_challenge"] != hash || asked["redirect_uri"] != form["redirect_uri"])
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new { error = "invalid_grant" });
            return;
        }
        var access = TokenForge.Token(
            key, new() { ["sub"] = "person-1", ["role"] = "citizen", ["tenant"] = "340100", ["party_name"] = "王芳", ["party_code_type"] = "111", ["party_code"] = "340104199001010017" },
            token => { token.Issuer = Issuer; OnAccessToken(token); });
        var id = TokenForge.Token(key, new() { ["sub"] = "person-1", ["nonce"] = asked["nonce"] }, token =>
        {
            (token.Issuer, token.Audience, token.TokenType) = (Issuer, Client, "JWT");
            token.Claims["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16));
            OnIdToken(token);
        });
        var answer = new Dictionary<string, object> { ["token_type"] = "Bearer", ["access_token"] = access, ["id_token"] = id, ["expires_in"] = 600 };
        OnAnswer(answer);
        await http.Response.WriteAsJsonAsync(answer);
    }
}
