using System.Text.Json.Nodes;
using Registry.Api.Tests.Credentials;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Api.Tests.Presentations;

/// <summary>What a wallet does with a request object: as it should, or as a test says.</summary>
internal static class PresentingWallet
{
    /// <summary>The credential with the claims that are asked for, and a proof for this request.</summary>
    public static string Show(
        string credential, Es256Signer key, string request, Func<KeyBindingDemands, KeyBindingDemands>? spoil = null, DateTimeOffset? at = null)
    {
        var asked = Jws.Parse(request)!.Payload;
        var names = asked["dcql_query"]!["credentials"]![0]!["claims"]!.AsArray().Select(claim => (string)claim!["path"]![0]!).ToHashSet();
        return Bind(Select(credential, names), key, asked, spoil, at);
    }

    public static string Bind(
        string shown, Es256Signer key, JsonObject asked, Func<KeyBindingDemands, KeyBindingDemands>? spoil = null, DateTimeOffset? at = null)
    {
        var demands = new KeyBindingDemands((string)asked["client_id"]!, (string)asked["nonce"]!, TimeSpan.FromMinutes(5));
        return KeyBinding.Add(shown, spoil?.Invoke(demands) ?? demands, at ?? Wallet.Now, key);
    }

    public static string Select(string credential, IReadOnlySet<string> names)
    {
        var parts = SdJwt.Parse(credential).Parts!;
        return string.Concat([
            credential.Split('~')[0], "~", .. parts.Disclosures.Where(one => names.Contains(one.Name!)).Select(one => one.Text + "~"),
        ]);
    }

    public static FormUrlEncodedContent Form(string shown) => new(new Dictionary<string, string>
    {
        ["vp_token"] = new JsonObject { ["licence"] = new JsonArray(shown) }.ToJsonString(),
    });
}
