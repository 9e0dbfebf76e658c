using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.IssuedCredential;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

/// <summary>A credential that somebody shows, who must prove that it is theirs to this verifier, in this transaction and now.</summary>
public sealed class Judging_a_presentation
{
    [Fact]
    public void finds_nothing_wrong_with_the_holder_s()
    {
        var check = Check(Show());
        (check.Holder!.Code, check.Overall).ShouldBe((CheckCodes.HolderOk, CheckState.Good));
    }

    [Fact]
    public void asks_for_a_proof_only_where_the_reader_does()
    {
        Check(Text()).Holder.ShouldBe(new CheckAnswer(CheckState.Bad, CheckCodes.HolderUnproven));
        Check(Text()).Overall.ShouldBe(CheckState.Bad);
        CredentialChecker.Check(Text(), Trust()).Holder.ShouldBeNull();
    }

    [Fact]
    public void takes_no_proof_for_another_verifier_or_of_another_transaction()
    {
        Holders(Show(Demands with { Audience = "x509_hash:other" })).ShouldBe(CheckCodes.HolderAudience);
        Holders(Show(Demands with { Audience = Audience["x509_hash:".Length..] })).ShouldBe(CheckCodes.HolderAudience);
        Holders(Show(Demands with { Nonce = "of another request" })).ShouldBe(CheckCodes.HolderNonce);
    }

    [Fact]
    public void takes_no_proof_of_another_time()
    {
        Holders(Show(at: Now.AddMinutes(-6))).ShouldBe(CheckCodes.HolderTime);
        Holders(Show(at: Now.AddSeconds(61))).ShouldBe(CheckCodes.HolderTime);
        Holders(Show(at: Now.AddSeconds(60))).ShouldBe(CheckCodes.HolderOk);
    }

    [Fact]
    public void reads_the_time_of_the_proof_by_the_clock_and_not_as_of_the_credential_s_life()
    {
        // Signed when the credential ended, and shown a year later.
        var end = Now.AddYears(1).AddSeconds(-1);
        var late = Now.AddYears(2);
        var check = CredentialChecker.Check(Show(at: end), Trust() with { KeyBinding = Demands, Now = late });
        (check.Validity.Code, check.Holder!.Code).ShouldBe((CheckCodes.Expired, CheckCodes.HolderTime));
        CredentialChecker.Check(Show(at: late), Trust() with { KeyBinding = Demands, Now = late }).Holder!.Code.ShouldBe(CheckCodes.HolderOk);
    }

    [Fact]
    public void takes_no_proof_over_other_disclosures_by_another_key_or_of_another_kind()
    {
        var issued = Text();
        var binding = KeyBinding.Add(issued, Demands, Now, Holder)[issued.Length..];
        using var thief = NewSigner();
        var payload = Jws.Parse(binding)!.Payload;
        string[] wrong =
        [
            issued.Split('~')[0] + "~" + binding,
            KeyBinding.Add(issued, Demands, Now, thief),
            KeyBinding.Add(issued, Demands, Now, Issuer),
            issued + Jws.Sign(new() { ["typ"] = "JWT" }, payload, Holder),
            issued + $"{Raw("""{"alg":"none","typ":"kb+jwt"}""").Text}.{binding.Split('.')[1]}.",
            issued + $"{Raw("""{"alg":"HS256","typ":"kb+jwt"}""").Text}.{binding.Split('.')[1]}.{binding.Split('.')[2]}",
            Text() + binding,
        ];
        foreach (var shown in wrong)
            Holders(shown).ShouldBe(CheckCodes.HolderProofWrong, shown);
        Holders(issued + binding).ShouldBe(CheckCodes.HolderOk);
    }

    [Fact]
    public void says_nothing_of_the_holder_of_a_credential_that_is_none()
    {
        var parts = Show().Split('.');
        var check = Check(string.Join('.', [parts[0], parts[1], new string('A', 86) + parts[2][86..], .. parts[3..]]));
        (check.Integrity.Code, check.Holder!.Code, check.Claims).ShouldBe((CheckCodes.BadSignature, CheckCodes.NotChecked, null));
    }

    [Fact]
    public void knows_no_issuer_of_a_credential_that_names_none()
    {
        var payload = Visible;
        payload.Remove("iss");
        CredentialChecker.Check(SdJwt.Issue(Header, payload, [], Issuer), Trust()).Issuer.Code.ShouldBe(CheckCodes.UnknownIssuer);
    }

    private static string Show(KeyBindingDemands? demands = null, DateTimeOffset? at = null) =>
        KeyBinding.Add(Text(), demands ?? Demands, at ?? Now, Holder);

    private static CredentialCheck Check(string shown) => CredentialChecker.Check(shown, Trust() with { KeyBinding = Demands });

    private static string Holders(string shown) => Check(shown).Holder!.Code;
}
