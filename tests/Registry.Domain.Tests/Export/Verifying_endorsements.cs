using System.Buffers.Text;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>A root that is never on the server vouches for the authority's keys and the log's.</summary>
public sealed class Verifying_endorsements
{
    private static readonly Ed25519Signer RootSigner = Ed25519Signer.FromSeed([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
    private static readonly RootKey Root = RootKey.Of(RootSigner);

    [Fact]
    public void all_keys_endorsed_by_the_pinned_root_are_trusted()
    {
        var (verdict, summary) = Verify([.. Facts(), OfEventKey(AuthorityKey), OfLogKey(SmallExport.LogKey.VerifierKey)], Root);
        verdict.Code.ShouldBe("ok", verdict.Detail);
        summary.Rooted.ShouldBeTrue();
    }

    [Fact]
    public void what_is_endorsed_proves_itself_without_a_pinned_root_too()
    {
        var (verdict, summary) = Verify([.. Facts(), OfEventKey(AuthorityKey), OfLogKey(SmallExport.LogKey.VerifierKey)], root: null);
        verdict.Code.ShouldBe("ok");
        summary.Rooted.ShouldBeFalse();
    }

    [Fact]
    public void a_key_of_the_authority_without_endorsement_is_not_trusted()
    {
        ShouldNotBeTrusted(Facts());
        ShouldNotBeTrusted([.. Facts(), OfLogKey(SmallExport.LogKey.VerifierKey)]);
        ShouldNotBeTrusted(
            [.. Facts(), OfEventKey(AuthorityKey), OfLogKey(SmallExport.LogKey.VerifierKey), KeyRecord(Stranger, Authority)]);
    }

    [Fact]
    public void a_checkpoint_key_without_endorsement_is_not_trusted()
    {
        ShouldNotBeTrusted([.. Facts(), OfEventKey(AuthorityKey)]);
        ShouldNotBeTrusted([.. Facts(), OfEventKey(AuthorityKey), OfLogKey(NewLogKey(Origin).VerifierKey)]);
    }

    [Fact]
    public void another_root_than_the_pinned_one_does_not_count()
    {
        var other = NewKey();
        ShouldNotBeTrusted([.. Facts(), OfEventKey(AuthorityKey, other), OfLogKey(SmallExport.LogKey.VerifierKey, other)]);
    }

    [Fact]
    public void an_endorsement_for_one_use_is_none_for_another()
    {
        var asCheckpoint = Statement(AuthorityKey, KeyEndorsement.Checkpoint);
        ShouldBeFound([.. Facts(), Fact("signing_key_endorsed.v1", $"\"kid\":\"{AuthorityKey.KeyId}\"", asCheckpoint, RootSigner)]);
    }

    [Fact]
    public void a_made_up_endorsement_is_found_whether_its_root_is_pinned_or_not()
    {
        var forged = Fact(
            "signing_key_endorsed.v1", $"\"kid\":\"{AuthorityKey.KeyId}\"", Statement(AuthorityKey, KeyEndorsement.Event),
            new Impostor(RootSigner, NewKey()));
        ShouldBeFound([.. Facts(), forged]);
        ShouldBeFound([.. Facts(), OfEventKey(Stranger)]);
        ShouldBeFound([.. Facts(), OfLogKey(NewLogKey("other.example/log").VerifierKey)]);
    }

    [Fact]
    public void the_signed_bytes_are_as_documented() =>
        System.Text.Encoding.UTF8.GetString(new KeyEndorsement("event", "340100", "ES256", "c3BraQ==").SignedBytes()).ShouldBe(
            "registry/key-endorsement/v1\n{\"algorithm\":\"ES256\",\"owner\":\"340100\",\"publicKey\":\"c3BraQ==\",\"use\":\"event\"}");

    [Fact]
    public void a_root_key_is_read_from_the_PEM_that_it_writes()
    {
        RootKey.FromPem(Root.ToPem()).ShouldBe(Root);
        RootKey.FromPem(RootKey.Of(NewKey()).ToPem())!.Algorithm.ShouldBe("ES256");
        RootKey.FromPem(RootKey.Of(NewSm2Key()).ToPem())!.Algorithm.ShouldBe("SM2SM3");
        RootKey.FromPem("no PEM").ShouldBeNull();
        RootKey.FromPem(Root.ToPem().Replace("PUBLIC", "PRIVATE")).ShouldBeNull();
    }

    private static Fact OfEventKey(ISigner key, ISigner? root = null) => Fact(
        "signing_key_endorsed.v1", $"\"kid\":\"{key.KeyId}\"", Statement(key, KeyEndorsement.Event), root ?? RootSigner);

    private static Fact OfLogKey(NoteVerifierKey key, ISigner? root = null) =>
        Fact("log_key_endorsed.v1", $"\"vkey\":\"{key}\"", key.ToEndorsement(), root ?? RootSigner);

    private static KeyEndorsement Statement(ISigner key, string use) =>
        new(use, Authority, key.Algorithm, Convert.ToBase64String(key.PublicKeySpki));

    private static Fact Fact(string type, string named, KeyEndorsement statement, ISigner root) => new(
        type, Guid.NewGuid(),
        $$"""
        { {{named}},"root":"{{Convert.ToBase64String(root.PublicKeySpki)}}","rootAlgorithm":"{{root.Algorithm}}",
        "signature":"{{Base64Url.EncodeToString(root.Sign(statement.SignedBytes()))}}","transcript":"{{new string('a', 64)}}"}
        """,
        AuthorityKey);

    private static (ExportVerdict Verdict, ExportSummary Summary) Verify(IReadOnlyList<Fact> facts, RootKey? root)
    {
        var verifier = new ExportVerifier(pinned: null) { Root = root };
        foreach (var line in LinesOf(facts))
            if (verifier.Take(line.AsSpan(..^1)) is { } fault)
                return (fault, verifier.Summary);
        return (verifier.Finish(), verifier.Summary);
    }

    private static void ShouldNotBeTrusted(IReadOnlyList<Fact> facts)
    {
        var (verdict, _) = Verify(facts, Root);
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.UntrustedKey, "key-not-endorsed"), verdict.Detail);
        Verify(facts, root: null).Verdict.Code.ShouldBe("ok");
    }

    private static void ShouldBeFound(IReadOnlyList<Fact> facts)
    {
        foreach (var root in new[] { Root, null })
        {
            var (verdict, _) = Verify(facts, root);
            (verdict.Code, verdict.Index).ShouldBe(("endorsement", facts.Count - 1));
        }
    }
}
