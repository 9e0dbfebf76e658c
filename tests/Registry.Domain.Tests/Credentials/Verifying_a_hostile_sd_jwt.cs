using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

/// <summary>Each MUST-reject of RFC 9901 section 7.1 and of SD-JWT VC, properly signed by the issuer unless the test says otherwise.</summary>
public sealed class Verifying_a_hostile_sd_jwt
{
    private static readonly Disclosure Name = Hide("holderName", "王芳");

    [Fact]
    public void whose_header_names_no_algorithm_or_another_than_the_key_s()
    {
        var parts = Issue(Visible, Name).Split('~');
        var payload = parts[0].Split('.')[1];
        foreach (var header in (string[])["{\"alg\":\"none\",\"typ\":\"dc+sd-jwt\",\"kid\":\"K\"}", "{\"alg\":\"HS256\",\"typ\":\"dc+sd-jwt\",\"kid\":\"K\"}", "{\"typ\":\"dc+sd-jwt\",\"kid\":\"K\"}"])
        {
            var named = Raw(header.Replace("K", Issuer.KeyId, StringComparison.Ordinal)).Text;
            FaultOf($"{named}.{payload}.~").ShouldBe(SdJwtFault.Signature);
            FaultOf($"{named}.{payload}.{parts[0].Split('.')[2]}~{Name.Text}~").ShouldBe(SdJwtFault.Signature);
        }
    }

    [Fact]
    public void that_the_key_did_sign_under_the_name_of_another_algorithm()
    {
        foreach (var algorithm in (string[])["none", "HS256", "ES384", "es256"])
        {
            var header = Raw($$"""{"alg":"{{algorithm}}","typ":"dc+sd-jwt","kid":"{{Issuer.KeyId}}"}""").Text;
            var input = $"{header}.{Raw(Visible.ToJsonString()).Text}";
            var signature = Base64Url.EncodeToString(Issuer.Sign(Encoding.ASCII.GetBytes(input)));
            FaultOf($"{input}.{signature}~").ShouldBe(SdJwtFault.Signature);
        }
        Should.Throw<ArgumentException>(() => Jws.Sign(new() { ["alg"] = "none" }, Visible, Issuer));
    }

    [Fact]
    public void of_another_issuer_or_another_type()
    {
        FaultOf(SdJwt.Issue(new() { ["typ"] = SdJwtVc.Type, ["kid"] = "another" }, Visible, [], Issuer)).ShouldBe(SdJwtFault.UnknownKey);
        FaultOf(SdJwt.Issue(Header, Visible, [], Holder)).ShouldBe(SdJwtFault.Signature);
        foreach (var type in (string?[])["JWT", "vc+sd-jwt", "DC+SD-JWT", null])
            FaultOf(SdJwt.Issue(new() { ["typ"] = type, ["kid"] = Issuer.KeyId }, Visible, [], Issuer)).ShouldBe(SdJwtFault.Type);
    }

    [Fact]
    public void with_a_critical_extension()
    {
        var header = Header;
        header["crit"] = new JsonArray("exp");
        FaultOf(SdJwt.Issue(header, Visible, [], Issuer)).ShouldBe(SdJwtFault.Malformed);
    }

    [Fact]
    public void with_another_hash_algorithm()
    {
        foreach (var algorithm in (JsonNode?[])["sha-1", "md5", "SHA-256", 256])
        {
            var payload = WithDigests(Name.Digest);
            payload["_sd_alg"] = algorithm;
            FaultOf(Forge(payload, Name.Text)).ShouldBe(SdJwtFault.HashAlgorithm);
        }
        FaultOf(Forge(WithDigests(Name.Digest), Name.Text)).ShouldBeNull();
    }

    [Fact]
    public void with_a_digest_twice_wherever_they_are()
    {
        FaultOf(Forge(WithDigests(Name.Digest, Name.Digest), Name.Text)).ShouldBe(SdJwtFault.DigestRepeated);
        FaultOf(Forge(WithDigests("decoy", "decoy"))).ShouldBe(SdJwtFault.DigestRepeated);
        var nested = WithDigests(Name.Digest);
        nested["address"] = new JsonObject { ["_sd"] = new JsonArray(Name.Digest) };
        FaultOf(Forge(nested, Name.Text)).ShouldBe(SdJwtFault.DigestRepeated);
        var inArray = WithDigests("decoy");
        inArray["scope"] = new JsonArray(new JsonObject { ["..."] = "decoy" });
        FaultOf(Forge(inArray)).ShouldBe(SdJwtFault.DigestRepeated);
        var twice = Visible;
        var element = Raw("""["c2FsdHNhbHRzYWx0c2FsdA","餐饮"]""");
        foreach (var digest in (string[])["decoy", element.Digest])
        {
            twice["scope"] = new JsonArray(new JsonObject { ["..."] = digest }, new JsonObject { ["..."] = digest });
            FaultOf(digest == "decoy" ? Forge(twice) : Forge(twice, element.Text)).ShouldBe(SdJwtFault.DigestRepeated);
        }
        var inside = Hide("address", new JsonObject { ["_sd"] = new JsonArray(Name.Digest) });
        FaultOf(Forge(WithDigests(Name.Digest, inside.Digest), Name.Text, inside.Text)).ShouldBe(SdJwtFault.DigestRepeated);
    }

    [Fact]
    public void with_a_disclosure_that_nothing_refers_to_or_sent_twice()
    {
        FaultOf(Forge(Visible, Name.Text)).ShouldBe(SdJwtFault.DisclosureUnreferenced);
        FaultOf(Forge(WithDigests(Name.Digest), Name.Text, Hide("more", 1).Text)).ShouldBe(SdJwtFault.DisclosureUnreferenced);
        FaultOf(Forge(WithDigests(Name.Digest), Name.Text, Name.Text)).ShouldBe(SdJwtFault.DigestRepeated);
        // Referred to only by a disclosure that the holder keeps.
        var inner = Hide("city", "合肥");
        var outer = Hide("address", new JsonObject { ["_sd"] = new JsonArray(inner.Digest) });
        FaultOf(Forge(WithDigests(outer.Digest), inner.Text)).ShouldBe(SdJwtFault.DisclosureUnreferenced);
        FaultOf(Forge(WithDigests(outer.Digest), inner.Text, outer.Text)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","王芳"]""", SdJwtFault.DisclosureShape)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","a","b","c"]""", SdJwtFault.Malformed)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA"]""", SdJwtFault.Malformed)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA",1,"b"]""", SdJwtFault.Malformed)]
    [InlineData("""[1,"a","b"]""", SdJwtFault.Malformed)]
    [InlineData("""{"salt":"a"}""", SdJwtFault.Malformed)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","a",{"b":1,"b":2}]""", SdJwtFault.Malformed)]
    [InlineData("not json", SdJwtFault.Malformed)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","_sd","b"]""", SdJwtFault.ReservedName)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","...","b"]""", SdJwtFault.ReservedName)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","iat",1]""", SdJwtFault.ClaimRepeated)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","exp",1]""", SdJwtFault.NeverDisclosable)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","status",{}]""", SdJwtFault.NeverDisclosable)]
    [InlineData("""["c2FsdHNhbHRzYWx0c2FsdA","vct#integrity","a"]""", SdJwtFault.NeverDisclosable)]
    public void with_a_disclosure_that_is_none_for_a_claim(string json, SdJwtFault fault)
    {
        var disclosure = Raw(json);
        FaultOf(Forge(WithDigests(disclosure.Digest), disclosure.Text)).ShouldBe(fault);
    }

    [Fact]
    public void with_a_claim_s_disclosure_in_the_place_of_an_array_element()
    {
        var payload = Visible;
        payload["scope"] = new JsonArray(new JsonObject { ["..."] = Name.Digest });
        FaultOf(Forge(payload, Name.Text)).ShouldBe(SdJwtFault.DisclosureShape);
        var element = Raw("""["c2FsdHNhbHRzYWx0c2FsdA","餐饮"]""");
        payload["scope"] = new JsonArray(new JsonObject { ["..."] = element.Digest }, "零售", new JsonObject { ["..."] = "kept back" });
        var (claims, fault) = Verify(Forge(payload, element.Text));
        fault.ShouldBeNull();
        claims!["scope"]!.AsArray().Select(one => (string)one!).ShouldBe(["餐饮", "零售"]);
    }

    [Theory]
    [InlineData("""{"_sd":"text"}""")]
    [InlineData("""{"_sd":[1]}""")]
    [InlineData("""{"a":{"_sd":{}}}""")]
    [InlineData("""{"a":[{"...":1}]}""")]
    [InlineData("""{"a":[{"...":"x","b":1}]}""")]
    [InlineData("""{"...":"x"}""")]
    public void that_uses_a_reserved_name_for_something_else(string json)
    {
        var payload = Visible;
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            payload[name] = value?.DeepClone();
        FaultOf(Forge(payload)).ShouldBe(SdJwtFault.ReservedName);
    }

    [Fact]
    public void that_hides_a_part_of_what_everybody_must_see()
    {
        var payload = Visible;
        payload["cnf"] = new JsonObject { ["_sd"] = new JsonArray("decoy") };
        FaultOf(Forge(payload)).ShouldBe(SdJwtFault.NeverDisclosable);
        payload["cnf"] = new JsonObject { ["a"] = new JsonArray(new JsonObject { ["..."] = "decoy" }) };
        FaultOf(Forge(payload)).ShouldBe(SdJwtFault.NeverDisclosable);
    }

    [Fact]
    public void out_of_its_time_or_with_a_time_that_is_none()
    {
        FaultOf(Issue(With("exp", Now.AddSeconds(-60).ToUnixTimeSeconds()))).ShouldBe(SdJwtFault.Expired);
        FaultOf(Issue(With("exp", Now.AddSeconds(-59).ToUnixTimeSeconds()))).ShouldBeNull();
        FaultOf(Issue(With("nbf", Now.AddSeconds(61).ToUnixTimeSeconds()))).ShouldBe(SdJwtFault.NotYetValid);
        FaultOf(Issue(With("nbf", Now.AddSeconds(60).ToUnixTimeSeconds()))).ShouldBeNull();
        foreach (var none in (JsonNode?[])["2026-11-26", -1, 1e300, true, null])
            FaultOf(Issue(With("exp", none))).ShouldBe(SdJwtFault.ClaimMissing);
    }

    [Fact]
    public void without_a_type_of_credential()
    {
        var payload = Visible;
        payload.Remove("vct");
        FaultOf(Issue(payload)).ShouldBe(SdJwtFault.ClaimMissing);
        FaultOf(Issue(With("vct", 1))).ShouldBe(SdJwtFault.ClaimMissing);
        FaultOf(Issue(With("iss", 1))).ShouldBe(SdJwtFault.ClaimMissing);
    }

    [Fact]
    public void that_is_no_sd_jwt_at_all()
    {
        var good = Issue(Visible, Name);
        foreach (var text in (string[])["", "~", "a.b.c", "a.b.c~", good.TrimEnd('~'), good + "=~", good.Replace("~", "~~", StringComparison.Ordinal), " " + good, good + new string('a', SdJwt.MaxLength)])
            FaultOf(text).ShouldBeOneOf(SdJwtFault.Malformed, SdJwtFault.KeyBindingMalformed);
        var twice = Raw("""{"iss":"a","iss":"b","vct":"c"}""").Text;
        var header = good.Split('.')[0];
        FaultOf($"{header}.{twice}.AAAA~").ShouldBe(SdJwtFault.Malformed);
    }

    [Fact]
    public void whose_disclosures_are_within_each_other_without_end()
    {
        var inner = Hide("a", 1);
        var all = new List<string> { inner.Text };
        for (var depth = 0; depth < 1000; depth++)
        {
            inner = Hide("a", new JsonObject { ["_sd"] = new JsonArray(inner.Digest) });
            all.Add(inner.Text);
        }
        FaultOf(Forge(WithDigests(inner.Digest), [.. all])).ShouldBe(SdJwtFault.Malformed);
    }

    private static JsonObject WithDigests(params string[] digests) => With("_sd", new JsonArray([.. digests.Select(one => (JsonNode)one)]));

    private static JsonObject With(string name, JsonNode? value)
    {
        var payload = Visible;
        payload[name] = value;
        return payload;
    }
}
