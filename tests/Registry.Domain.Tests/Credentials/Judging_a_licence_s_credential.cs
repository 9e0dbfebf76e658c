using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Issuers;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Credentials.IssuedCredential;
using static Registry.Domain.Tests.Credentials.Wallet;

namespace Registry.Domain.Tests.Credentials;

/// <summary>Each question by itself, and what is wrong with one thing only.</summary>
public sealed class Judging_a_licence_s_credential
{
    [Fact]
    public void finds_nothing_wrong_with_one_that_is_good()
    {
        var check = CredentialChecker.Check(Text(), Trust());
        Codes(check).ShouldBe(["integrity-ok", "issuer-ok", "status-valid", "validity-ok", "logged"]);
        check.Overall.ShouldBe(CheckState.Good);
    }

    [Fact]
    public void believes_no_list_without_an_end_or_behind_it()
    {
        Status(StatusToken(endless: true)).ShouldBe((CheckState.Unknown, CheckCodes.StatusExpired));
        Status(StatusToken(until: Now.AddSeconds(-61))).ShouldBe((CheckState.Unknown, CheckCodes.StatusExpired));
        Status(StatusToken(StatusList.Invalid)).ShouldBe((CheckState.Bad, CheckCodes.Revoked));
        Status(StatusToken(StatusList.Suspended)).ShouldBe((CheckState.Bad, CheckCodes.Suspended));
        Status(StatusToken(3)).ShouldBe((CheckState.Bad, CheckCodes.Revoked));
    }

    [Fact]
    public void never_takes_a_place_behind_the_list_s_end_for_a_valid_one()
    {
        foreach (var index in (int[])[100, -1, int.MaxValue])
            CredentialChecker.Check(Text(index: index), Trust()).Status.Code.ShouldBe(CheckCodes.StatusUntrusted, $"{index}");
    }

    [Fact]
    public void of_a_compromised_key_takes_only_what_the_log_shows_to_be_from_before()
    {
        using var successor = NewSigner();
        var (text, list) = (Text(), StatusToken(signer: successor));
        Issuers(text, CompromisedFrom(1, successor), Evidence(text)).ShouldBe((CheckState.Good, CheckCodes.BeforeCompromise));
        Issuers(text, CompromisedFrom(0, successor), Evidence(text)).ShouldBe((CheckState.Bad, CheckCodes.KeyCompromised));
        Issuers(text, CompromisedFrom(1, successor), null).ShouldBe((CheckState.Bad, CheckCodes.KeyCompromised));
        Issuers(text, CompromisedFrom(1, successor), Evidence(Text())).ShouldBe((CheckState.Bad, CheckCodes.KeyCompromised));

        (CheckState, string) Issuers(string credential, IssuerKeys keys, MintingEvidence? evidence) =>
            CredentialChecker.Check(credential, Trust(list, keys, evidence)).Issuer is var answer ? (answer.State, answer.Code) : default;
    }

    [Fact]
    public void takes_no_list_at_all_that_a_compromised_key_signed()
    {
        using var successor = NewSigner();
        var text = Text();
        CredentialChecker.Check(text, Trust(StatusToken(), CompromisedFrom(1, successor), Evidence(text)))
            .Status.ShouldBe(new CheckAnswer(CheckState.Unknown, CheckCodes.StatusUntrusted));
        CredentialChecker.Check(text, Trust(StatusToken(signer: successor), CompromisedFrom(1, successor), Evidence(text)))
            .Overall.ShouldBe(CheckState.Good);
    }

    [Fact]
    public void takes_no_receipt_of_another_licence_s_entry()
    {
        var check = CredentialChecker.Check(Text(logged: Guid.NewGuid()), Trust());
        (check.Log.Code, check.Overall).ShouldBe((CheckCodes.LogReceiptWrong, CheckState.Bad));
    }

    [Fact]
    public void knows_no_issuer_by_a_certificate_of_another_s()
    {
        using var authority = NewSigner();
        using var root = SignerCertificates.Root(authority, "根证书", Now, TimeSpan.FromDays(9), [0x41, 1]);
        Of(IssuerName).Issuer.Code.ShouldBe(CheckCodes.IssuerOk);
        Of(IssuerName + "1").Issuer.Code.ShouldBe(CheckCodes.UnknownIssuer);

        CredentialCheck Of(string name)
        {
            using var leaf = SignerCertificates.Leaf(
                authority, root, Issuer.PublicKeySpki, "机关", "11340100MB1AC012X9", new Uri(name), Now, TimeSpan.FromDays(9), [0x41, 2]);
            var header = Header;
            header["x5c"] = new JsonArray(Convert.ToBase64String(leaf.RawData));
            return CredentialChecker.Check(Text(header: header), Trust() with { Roots = [root], Keys = null });
        }
    }

    private static (CheckState, string) Status(string list) =>
        CredentialChecker.Check(Text(), Trust(list)).Status is var answer ? (answer.State, answer.Code) : default;

    private static string[] Codes(CredentialCheck check) =>
        [check.Integrity.Code, check.Issuer.Code, check.Status.Code, check.Validity.Code, check.Log.Code];
}
