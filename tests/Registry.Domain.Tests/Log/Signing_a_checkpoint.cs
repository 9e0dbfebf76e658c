using System.Security.Cryptography;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Signing_a_checkpoint : IDisposable
{
    private const string Origin = "registry.example/log/340100/2026";

    // C2SP tlog-checkpoint; its signature is sum.golang.org's over the same numbers under that log's own origin.
    private const string Numbers = "20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    private const string GoKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    private const string GoNote =
        "go.sum database tree\n" + Numbers + "\n— sum.golang.org " +
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    private readonly Ed25519Signer _key = Ed25519Signer.FromSeed(Convert.FromHexString(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

    private readonly NoteSigner _signer;

    public Signing_a_checkpoint() => _signer = new NoteSigner(Origin, _key);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void a_real_checkpoint_of_the_go_checksum_database_opens()
    {
        NoteVerifierKey.TryParse(GoKey, out var key, out _).ShouldBeTrue();
        var opened = Checkpoint.Open(GoNote, key!, "go.sum database tree");
        opened.Reason.ShouldBe("");
        opened.Value!.Size.ShouldBe(20852163);
        opened.Value.ToText().ShouldBe("go.sum database tree\n" + Numbers);
        Checkpoint.Open(GoNote, key!).Fault.ShouldBe(NoteFault.OtherOrigin);
    }

    [Fact]
    public void what_is_signed_opens_with_the_pinned_key()
    {
        foreach (var size in new[] { 0, 1, 8 })
        {
            var root = size == 0 ? MerkleTree.EmptyRoot : Rfc6962Vectors.Root(size);
            var checkpoint = new Checkpoint(Origin, size, root);
            var note = checkpoint.Sign(_signer).ToString();
            note.ShouldStartWith($"{Origin}\n{size}\n{root.ToBase64()}\n\n— {Origin} ");
            Checkpoint.Open(note, _signer.VerifierKey).Value.ShouldBe(checkpoint);
        }
    }

    [Fact]
    public void a_second_line_by_an_SM2_key_opens_with_that_key_alone_and_changes_nothing_for_others()
    {
        var second = new NoteSigner(Origin, Sm2Signer.FromPrivate(SHA256.HashData("second"u8)));
        var checkpoint = new Checkpoint(Origin, 8, Rfc6962Vectors.Root(8));
        var note = checkpoint.Sign(_signer, second);
        note.Signatures.Count.ShouldBe(2);
        Checkpoint.Open(note.ToString(), _signer.VerifierKey).Value.ShouldBe(checkpoint);
        Checkpoint.Open(note.ToString(), second.VerifierKey).Value.ShouldBe(checkpoint);

        var vkey = second.VerifierKey.ToString();
        NoteVerifierKey.TryParse(vkey, out var parsed, out var reason).ShouldBeTrue(reason);
        parsed!.ToString().ShouldBe(vkey);
        parsed.Type.ShouldBe(NoteVerifierKey.Sm2Type);
        NoteVerifierKey.TryParseCosigner(vkey, out _, out _).ShouldBeFalse();
        var moved = new Checkpoint(Origin, 8, Rfc6962Vectors.Root(7)).Sign(_signer).With(note.Signatures[1]);
        Checkpoint.Open(moved.ToString(), second.VerifierKey).Fault.ShouldBe(NoteFault.BadSignature);
        Checkpoint.Open(checkpoint.Sign(_signer).ToString(), second.VerifierKey).Fault.ShouldBe(NoteFault.NoKnownSignature);
    }

    [Fact]
    public void extension_lines_are_kept_and_covered_but_never_signed_by_us()
    {
        Checkpoint.TryParse("other.example\n" + Numbers + "one\ntwo\n", out var checkpoint, out _).ShouldBeTrue();
        checkpoint!.Extensions.ShouldBe("one\ntwo\n");
        checkpoint.ToText().ShouldBe("other.example\n" + Numbers + "one\ntwo\n");
        Should.Throw<ArgumentException>(() => checkpoint.Sign(new NoteSigner("other.example", _key)));
    }

    [Fact]
    public void a_log_signs_for_itself_only()
    {
        var other = new Checkpoint("other.example", 0, MerkleTree.EmptyRoot);
        Should.Throw<ArgumentException>(() => other.Sign(_signer));
        Should.Throw<ArgumentException>(() => new Checkpoint("", 0, MerkleTree.EmptyRoot));
        Should.Throw<ArgumentException>(() => new Checkpoint("a\nb", 0, MerkleTree.EmptyRoot));
        Should.Throw<ArgumentException>(() => new Checkpoint("a", -1, MerkleTree.EmptyRoot));
    }

    [Fact]
    public void a_signed_text_that_is_no_checkpoint_is_told_apart_from_a_bad_signature()
    {
        Checkpoint.Open(SignedNote.Sign("hello\n", _signer).ToString(), _signer.VerifierKey)
            .Fault.ShouldBe(NoteFault.NotACheckpoint);
        Checkpoint.Open(SignedNote.Sign("other.example\n" + Numbers, _signer).ToString(), _signer.VerifierKey)
            .Fault.ShouldBe(NoteFault.OtherOrigin);
        Checkpoint.Open("hello\n", _signer.VerifierKey).Fault.ShouldBe(NoteFault.Malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n1\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n 1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n0x1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("a\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")] // size 0, other root
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")] // stray bits
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n")] // 31 bytes
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nx")]
    [InlineData("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nx\n\ny\n")]
    [InlineData("a\r\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    public void any_other_text_is_refused(string text)
    {
        Checkpoint.TryParse(text, out var checkpoint, out var reason).ShouldBeFalse();
        checkpoint.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }
}
