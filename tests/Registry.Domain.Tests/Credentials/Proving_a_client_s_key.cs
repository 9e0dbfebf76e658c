using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Credentials;

/// <summary>A DPoP proof (RFC 9449 section 4.3).</summary>
public sealed class Proving_a_client_s_key
{
    private const string Token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    private static readonly Uri Address = new("https://registry.example/agency/11340100MB1AC012X9/credential");

    [Fact]
    public void says_whose_it_is_and_which_it_is() =>
        DpopProof.Read(Proof(), "POST", Address, Token, Wallet.Now)
            .ShouldBe(new(Jwk.Thumbprint(Jwk.PublicPart(Jwk.Export(Wallet.Holder.PublicKeySpki))!), "id-1", "n-1"));

    [Fact]
    public void hashes_the_token_as_the_example_of_RFC_9449_does() =>
        DpopProof.HashOf(Token).ShouldBe("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");

    [Theory]
    [InlineData("https://registry.example/agency/11340100MB1AC012X9/credential?a=1#b", true)]
    [InlineData("HTTPS://REGISTRY.example:443/agency/11340100MB1AC012X9/credential", true)]
    [InlineData("https://registry.example/agency/11340100MB1AC012X9/credential/", false)]
    [InlineData("https://registry.example/agency/11340100MB1AC012X9/token", false)]
    [InlineData("https://registry.example:444/agency/11340100MB1AC012X9/credential", false)]
    [InlineData("http://registry.example/agency/11340100MB1AC012X9/credential", false)]
    [InlineData("https://other.example/agency/11340100MB1AC012X9/credential", false)]
    [InlineData("/agency/11340100MB1AC012X9/credential", false)]
    public void is_for_one_address_however_it_is_written(string address, bool good) =>
        IsGood(Proof((_, claims) => claims["htu"] = address)).ShouldBe(good);

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void is_for_five_minutes_around_its_time(int seconds, bool good) =>
        IsGood(Proof((_, claims) => claims["iat"] = Wallet.Now.AddSeconds(seconds).ToUnixTimeSeconds())).ShouldBe(good);

    [Fact]
    public void is_none_when_anything_in_it_is_wrong()
    {
        IsGood(Proof()).ShouldBeTrue();
        string[] bad =
        [
            Proof((header, _) => header["typ"] = "JWT"),
            Proof((header, _) => header.Remove("jwk")),
            Proof((header, _) => header["jwk"]!["d"] = "AAAA"),
            Proof((header, _) => header["crit"] = new JsonArray("exp")),
            Proof((_, claims) => claims["htm"] = "post"),
            Proof((_, claims) => claims.Remove("htm")),
            Proof((_, claims) => claims.Remove("htu")),
            Proof((_, claims) => claims.Remove("iat")),
            Proof((_, claims) => claims.Remove("jti")),
            Proof((_, claims) => claims["jti"] = ""),
            Proof((_, claims) => claims["jti"] = new string('a', 257)),
            Proof((_, claims) => claims.Remove("ath")),
            Proof((_, claims) => claims["ath"] = DpopProof.HashOf("another")),
            Proof(by: Wallet.Issuer),
            Proof(algorithm: "none"),
            Proof(algorithm: "HS256"),
            Proof() + ".",
        ];
        foreach (var proof in bad)
            IsGood(proof).ShouldBeFalse(proof);
    }

    [Fact]
    public void needs_no_token_s_hash_where_there_is_no_token() =>
        DpopProof.Read(Proof((_, claims) => claims.Remove("ath")), "POST", Address, accessToken: null, Wallet.Now).ShouldNotBeNull();

    private static bool IsGood(string proof) => DpopProof.Read(proof, "POST", Address, Token, Wallet.Now) is not null;

    private static string Proof(Action<JsonObject, JsonObject>? spoil = null, Es256Signer? by = null, string? algorithm = null)
    {
        var header = new JsonObject { ["typ"] = DpopProof.Type, ["jwk"] = Jwk.PublicPart(Jwk.Export(Wallet.Holder.PublicKeySpki)) };
        var claims = new JsonObject
        {
            ["jti"] = "id-1", ["htm"] = "POST", ["htu"] = Address.ToString(), ["iat"] = Wallet.Now.ToUnixTimeSeconds(), ["nonce"] = "n-1",
            ["ath"] = DpopProof.HashOf(Token),
        };
        spoil?.Invoke(header, claims);
        var jwt = Jws.Sign(header, claims, by ?? Wallet.Holder);
        if (algorithm is null)
            return jwt;
        var parts = jwt.Split('.');
        var other = Jws.Parse(jwt)!.Header;
        other["alg"] = algorithm;
        return $"{System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(other.ToJsonString()))}.{parts[1]}.{parts[2]}";
    }
}
