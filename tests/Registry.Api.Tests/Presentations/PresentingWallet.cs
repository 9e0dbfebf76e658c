using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>An answer encrypted to the request's key: an ephemeral key, Concat KDF.</summary>
    public static string Encrypt(string shown, JsonObject asked, string encryption)
    {
        var to = asked["client_metadata"]!["jwks"]!["keys"]![0]!;
        using var recipient = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)to["x"]!), Y = Base64Url.DecodeFromChars((string)to["y"]!) },
        });
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = sender.ExportParameters(false).Q;
        var header = new JsonObject
        {
            ["alg"] = "ECDH-ES", ["enc"] = encryption, ["kid"] = (string)to["kid"]!,
            ["epk"] = new JsonObject
            {
                ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y),
            },
        };
        var (octets, name) = (encryption == "A128GCM" ? 16 : 32, Encoding.ASCII.GetBytes(encryption));
        byte[] input =
        [
            0, 0, 0, 1, .. sender.DeriveRawSecretAgreement(recipient.PublicKey), 0, 0, 0, (byte)name.Length, .. name,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(octets * 8 >> 8), (byte)(octets * 8 % 256),
        ];
        using var aes = new AesGcm(SHA256.HashData(input)[..octets], 16);
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()));
        var plain = Encoding.UTF8.GetBytes(new JsonObject { ["vp_token"] = new JsonObject { ["licence"] = new JsonArray(shown) } }.ToJsonString());
        var (nonce, cipher, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.ASCII.GetBytes(head));
        return string.Join('.', head, "", Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(cipher), Base64Url.EncodeToString(tag));
    }
}
