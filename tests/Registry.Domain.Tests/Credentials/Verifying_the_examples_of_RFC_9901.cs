using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Credentials;

/// <summary>The examples of RFC 9901 with the keys it gives; the expected payloads are its own.</summary>
public sealed class Verifying_the_examples_of_RFC_9901
{
    private static readonly JsonNode Vectors = JsonNode.Parse(File.ReadAllText("vectors/sd-jwt/rfc9901.json"))!;

    public static TheoryData<string> Names => new(Vectors["examples"]!.AsArray().Select(one => (string)one!["name"]!));

    [Theory]
    [MemberData(nameof(Names))]
    public void gives_the_payload_that_the_RFC_gives(string name)
    {
        var example = Vectors["examples"]!.AsArray().Single(one => (string)one!["name"]! == name)!;
        var text = (string)example["sdJwt"]!;
        var (claims, fault) = Verify(text, bound: !text.EndsWith('~'));
        fault.ShouldBeNull();
        if (example["processed"] is { } expected)
            JsonNode.DeepEquals(claims, expected).ShouldBeTrue(claims!.ToJsonString());
        claims!.ToJsonString().ShouldNotContain("_sd");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void finds_any_changed_character(string name)
    {
        var text = (string)Vectors["examples"]!.AsArray().Single(one => (string)one!["name"]! == name)!["sdJwt"]!;
        // Every place of the shortest one, a sample of the others.
        for (var place = 0; place < text.Length; place += text.Length < 1900 ? 1 : 37)
        {
            var changed = text.ToCharArray();
            changed[place] = changed[place] is 'A' ? 'B' : 'A';
            Verify(new string(changed), bound: !text.EndsWith('~')).Fault.ShouldNotBeNull($"{place} of {name}");
        }
    }

    private static (JsonObject? Claims, SdJwtFault? Fault) Verify(string text, bool bound)
    {
        using var key = Jwk.Import(Vectors["issuerKey"]!.AsObject())!;
        var rules = Vectors["keyBinding"]!;
        var now = DateTimeOffset.FromUnixTimeSeconds((long)rules["issuedAt"]! + 10);
        var type = (string?)SdJwt.Parse(text).Parts?.Issued.Header["typ"] ?? "";
        return SdJwtVerifier.Verify(text, _ => key, new(
            type, now, TimeSpan.Zero,
            bound ? new((string)rules["audience"]!, (string)rules["nonce"]!, TimeSpan.FromMinutes(5)) : null, FrozenSet<string>.Empty));
    }
}
