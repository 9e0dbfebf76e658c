using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Domain.Tests.Credentials;

/// <summary>An issuer, a holder with a key, and a verifier; what a test changes, it says.</summary>
internal static class Wallet
{
    public const string Audience = "x509_hash:Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk";
    public const string Nonce = "n-0S6_WzA2Mj";

    public static readonly DateTimeOffset Now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
    public static readonly Es256Signer Issuer = NewSigner();
    public static readonly Es256Signer Holder = NewSigner();
    public static readonly KeyBindingDemands Demands = new(Audience, Nonce, TimeSpan.FromMinutes(5));

    public static Es256Signer NewSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }

    public static JsonObject Header => new() { ["typ"] = SdJwtVc.Type, ["kid"] = Issuer.KeyId };

    public static JsonObject Visible => new()
    {
        ["iss"] = "https://registry.example/agency/11340100MB1AC012X9",
        ["vct"] = "https://registry.example/vct/business-licence/1",
        ["iat"] = Now.AddSeconds(-30).ToUnixTimeSeconds(),
        ["exp"] = Now.AddYears(1).ToUnixTimeSeconds(),
        ["cnf"] = new JsonObject { ["jwk"] = Jwk.Export(Holder.PublicKeySpki) },
    };

    public static Disclosure Hide(string name, JsonNode? value) => Disclosure.Of(RandomNumberGenerator.GetBytes(Disclosure.SaltBytes), name, value);

    public static string Issue(JsonObject visible, params Disclosure[] hidden) => SdJwt.Issue(Header, visible, hidden, Issuer);

    /// <summary>A token with the payload as it is, and these disclosures behind it.</summary>
    public static string Forge(JsonObject payload, params string[] disclosures) =>
        string.Concat([Jws.Sign(Header, payload, Issuer), "~", .. disclosures.Select(one => one + "~")]);

    public static Disclosure Raw(string json)
    {
        var text = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        return new(text, null, null);
    }

    public static SdJwtFault? FaultOf(string text, KeyBindingDemands? binding = null) => Verify(text, binding).Fault;

    public static (JsonObject? Claims, SdJwtFault? Fault) Verify(string text, KeyBindingDemands? binding = null)
    {
        using var key = Es256.Scheme.ImportPublicKey(Issuer.PublicKeySpki)!;
        return SdJwtVc.Verify(text, jws => jws.KeyId == Issuer.KeyId ? key : null, Now, TimeSpan.FromSeconds(60), binding);
    }
}
