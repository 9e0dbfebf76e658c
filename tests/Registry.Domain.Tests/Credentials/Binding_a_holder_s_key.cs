using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

public sealed class Binding_a_holder_s_key
{
    private static readonly string Issued = Issue(Visible, Hide("holderName", "王芳"));

    [Fact]
    public void proves_possession_to_one_verifier_once() => FaultOf(Present(), Demands).ShouldBeNull();

    [Fact]
    public void is_demanded_by_the_verifier_whatever_is_sent()
    {
        FaultOf(Issued, Demands).ShouldBe(SdJwtFault.KeyBindingMissing);
        FaultOf(Present()).ShouldBeNull();
    }

    [Fact]
    public void does_not_come_from_an_issuer()
    {
        using var key = Es256.Scheme.ImportPublicKey(Issuer.PublicKeySpki)!;
        var demands = new SdJwtDemands(SdJwtVc.Type, Now, TimeSpan.Zero, KeyBinding: null, SdJwtVc.NeverDisclosed) { AsIssued = true };
        SdJwtVerifier.Verify(Present(), _ => key, demands).Fault.ShouldBe(SdJwtFault.KeyBindingUnexpected);
        SdJwtVerifier.Verify(Issued, _ => key, demands).Fault.ShouldBeNull();
    }

    [Fact]
    public void is_for_this_verifier_this_transaction_and_now()
    {
        FaultOf(Present(Demands with { Audience = "x509_hash:other" }), Demands).ShouldBe(SdJwtFault.KeyBindingAudience);
        FaultOf(Present(Demands with { Nonce = "replayed" }), Demands).ShouldBe(SdJwtFault.KeyBindingNonce);
        FaultOf(Present(at: Now.AddMinutes(-6)), Demands).ShouldBe(SdJwtFault.KeyBindingTime);
        FaultOf(Present(at: Now.AddSeconds(61)), Demands).ShouldBe(SdJwtFault.KeyBindingTime);
        FaultOf(Present(at: Now.AddSeconds(60)), Demands).ShouldBeNull();
    }

    [Fact]
    public void is_over_the_disclosures_that_were_sent()
    {
        var parts = Present().Split('~');
        FaultOf($"{parts[0]}~{parts[2]}", Demands).ShouldBe(SdJwtFault.KeyBindingHash);
    }

    [Fact]
    public void is_signed_by_the_key_in_the_credential()
    {
        var another = NewSigner();
        FaultOf(KeyBinding.Add(Issued, Demands, Now, another), Demands).ShouldBe(SdJwtFault.KeyBindingSignature);
        var withoutKey = Visible;
        withoutKey.Remove("cnf");
        FaultOf(KeyBinding.Add(Issue(withoutKey), Demands, Now, Holder), Demands).ShouldBe(SdJwtFault.KeyBindingKey);
        var withPrivateKey = Visible;
        withPrivateKey["cnf"]!["jwk"]!["d"] = "AAAA";
        FaultOf(KeyBinding.Add(Issue(withPrivateKey), Demands, Now, Holder), Demands).ShouldBe(SdJwtFault.KeyBindingKey);
    }

    [Fact]
    public void is_of_its_own_type_and_algorithm()
    {
        var payload = SdJwt.Parse(Present()).Parts!.KeyBinding!.Payload;
        FaultOf(Issued + Jws.Sign(new() { ["typ"] = "JWT" }, payload, Holder), Demands).ShouldBe(SdJwtFault.KeyBindingType);
        var unsigned = $"{Raw("""{"alg":"none","typ":"kb+jwt"}""").Text}.{Raw(payload.ToJsonString()).Text}.";
        FaultOf(Issued + unsigned, Demands).ShouldBe(SdJwtFault.KeyBindingSignature);
        FaultOf(Issued + "a.b.c", Demands).ShouldBe(SdJwtFault.KeyBindingMalformed);
    }

    [Fact]
    public void with_ed25519_works_as_well()
    {
        var holder = Ed25519Signer.FromSeed(new byte[32]);
        var visible = Visible;
        visible["cnf"] = new JsonObject { ["jwk"] = Jwk.Export(holder.PublicKeySpki) };
        FaultOf(KeyBinding.Add(Issue(visible), Demands, Now, holder), Demands).ShouldBeNull();
    }

    private static string Present(KeyBindingDemands? demands = null, DateTimeOffset? at = null) =>
        KeyBinding.Add(Issued, demands ?? Demands, at ?? Now, Holder);
}
