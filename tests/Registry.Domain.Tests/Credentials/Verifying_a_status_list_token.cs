using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

public sealed class Verifying_a_status_list_token
{
    private static readonly Uri Place = new("https://registry.example/status/1");

    [Fact]
    public void tells_each_credential_s_status()
    {
        var token = Verify(Sign()).Token!;
        token.StatusAt(7).ShouldBe((StatusList.Invalid, null));
        token.StatusAt(8).ShouldBe((StatusList.Suspended, null));
        token.StatusAt(9).ShouldBe((StatusList.Valid, null));
        (token.IssuedAt, token.ExpiresAt, token.TimeToLive).ShouldBe((Now, Now.AddDays(1), TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void never_says_valid_of_a_place_that_is_not_there()
    {
        var token = Verify(Sign()).Token!;
        token.StatusAt(1000).ShouldBe((null, StatusFault.IndexOutOfRange));
        token.StatusAt(-1).ShouldBe((null, StatusFault.IndexOutOfRange));
        token.StatusAt(long.MaxValue).ShouldBe((null, StatusFault.IndexOutOfRange));
    }

    [Fact]
    public void believes_only_the_issuer_s_list_of_that_place_now()
    {
        Fault(Sign(signer: Holder)).ShouldBe(StatusFault.Signature);
        Fault(Sign(header: new() { ["kid"] = "another" })).ShouldBe(StatusFault.UnknownKey);
        Fault(Jws.Sign(new() { ["typ"] = "JWT", ["kid"] = Issuer.KeyId }, Payload(), Issuer)).ShouldBe(StatusFault.Type);
        Fault(Sign(Token() with { Uri = new("https://registry.example/status/2") })).ShouldBe(StatusFault.Subject);
        Fault(Sign(Token() with { ExpiresAt = Now.AddSeconds(-60) })).ShouldBe(StatusFault.Time);
        Fault(Sign(Token() with { IssuedAt = Now.AddSeconds(61) })).ShouldBe(StatusFault.Time);
        Fault(Sign(Token() with { ExpiresAt = null })).ShouldBeNull();
        Fault("a.b.c").ShouldBe(StatusFault.Malformed);
        var parts = Sign().Split('.');
        Fault($"{Raw($$"""{"alg":"none","typ":"statuslist+jwt","kid":"{{Issuer.KeyId}}"}""").Text}.{parts[1]}.").ShouldBe(StatusFault.Signature);
    }

    [Theory]
    [InlineData("iat", null)]
    [InlineData("exp", "\"tomorrow\"")]
    [InlineData("ttl", "0")]
    [InlineData("ttl", "-5")]
    [InlineData("status_list", null)]
    [InlineData("status_list", """{"bits":3,"lst":"eNrbuRgAAhcBXQ"}""")]
    [InlineData("status_list", """{"bits":"1","lst":"eNrbuRgAAhcBXQ"}""")]
    [InlineData("status_list", """{"bits":1,"lst":"b9a3"}""")]
    [InlineData("status_list", """{"bits":1}""")]
    public void believes_none_with_a_claim_that_is_none(string name, string? json)
    {
        var payload = Payload();
        payload.Remove(name);
        if (json is not null)
            payload[name] = JsonNode.Parse(json);
        Fault(Jws.Sign(new() { ["typ"] = StatusListToken.Type, ["kid"] = Issuer.KeyId }, payload, Issuer)).ShouldBe(StatusFault.Malformed);
    }

    [Fact]
    public void reads_the_draft_s_own_token()
    {
        var published = (string)JsonNode.Parse(File.ReadAllText("vectors/status-list/tsl.json"))!["token"]!;
        var jws = Jws.Parse(published)!;
        (jws.Type, jws.Algorithm, jws.KeyId).ShouldBe((StatusListToken.Type, "ES256", "12"));
        StatusList.Parse(1, (string)jws.Payload["status_list"]!["lst"]!)![0].ShouldBe(1);
    }

    private static StatusListToken Token()
    {
        var list = StatusList.Empty(2, 1000);
        (list[7], list[8]) = (StatusList.Invalid, StatusList.Suspended);
        return new(Place, Now, Now.AddDays(1), TimeSpan.FromMinutes(5), list, Aggregation: null);
    }

    private static string Sign(StatusListToken? token = null, Es256Signer? signer = null, JsonObject? header = null) =>
        (token ?? Token()).Sign(header ?? new() { ["kid"] = Issuer.KeyId }, signer ?? Issuer);

    private static JsonObject Payload() => Jws.Parse(Sign())!.Payload;

    private static StatusFault? Fault(string text) => Verify(text).Fault;

    private static (StatusListToken? Token, StatusFault? Fault) Verify(string text)
    {
        using var key = Es256.Scheme.ImportPublicKey(Issuer.PublicKeySpki)!;
        return StatusListToken.Verify(text, Place, jws => jws.KeyId == Issuer.KeyId ? key : null, Now, TimeSpan.FromSeconds(60));
    }
}
