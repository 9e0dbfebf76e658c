using System.Buffers.Binary;
using System.Text;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Reading_a_signed_note
{
    // golang.org/x/mod/sumdb/note, package documentation.
    private const string NeumannKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string NeumannSeed = "YEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string NeumannText =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string NeumannLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string EnochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    private const string NeumannNote = NeumannText + "\n" + NeumannLine;

    // C2SP signed-note@5ba5ee8, Verifier keys, Example.
    private const string FooKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string FooNote =
        "This is an example message.\n\n— example.com/foo " +
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    [Theory]
    [InlineData(FooKey, FooNote)]
    [InlineData(NeumannKey, NeumannNote)]
    [InlineData(NeumannKey, NeumannText + "\n" + NeumannLine + EnochLine)]
    [InlineData(NeumannKey, NeumannText + "\n" + EnochLine + NeumannLine)]
    public void the_published_examples_verify(string vkey, string note)
    {
        var opened = SignedNote.Open(note, Key(vkey));
        opened.Reason.ShouldBe("");
        opened.Value!.Verified.ShouldHaveSingleItem();
        opened.Value.Note.ToString().ShouldBe(note);
    }

    [Theory]
    [InlineData(FooKey, 0x530d903a)]
    [InlineData(NeumannKey, 0xc74f20a3)]
    public void a_key_id_is_computed_from_name_type_and_key(string vkey, uint id)
    {
        Key(vkey).Id.ShouldBe(id);
        Key(vkey).ToString().ShouldBe(vkey);
    }

    [Fact]
    public void our_signature_is_byte_for_byte_the_published_one()
    {
        // The seed's text is 43 of base64's 44 characters after the type byte: decode it with the type.
        using var signer = Ed25519Signer.FromSeed(Convert.FromBase64String("A" + NeumannSeed).AsSpan(1));
        SignedNote.Sign(NeumannText, new NoteSigner("PeterNeumann", signer)).ToString().ShouldBe(NeumannNote);
    }

    [Fact]
    public void an_unknown_signature_line_is_ignored()
    {
        var opened = SignedNote.Open(NeumannText + "\n" + EnochLine + NeumannLine, Key(NeumannKey));
        opened.Value!.Verified.Single().Name.ShouldBe("PeterNeumann");
        opened.Value.Note.Signatures.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("— PeterNeumann AAAAAAAA\n")] // same name, other id
    [InlineData("— EnochRoot x08goAAA\n")] // same id, other name
    public void sharing_only_a_name_or_an_id_makes_no_key_known(string line)
    {
        SignedNote.Open(NeumannText + "\n" + line + NeumannLine, Key(NeumannKey)).Ok.ShouldBeTrue();
        SignedNote.Open(NeumannText + "\n" + line, Key(NeumannKey)).Fault.ShouldBe(NoteFault.NoKnownSignature);
    }

    [Fact]
    public void a_bad_signature_of_a_known_key_rejects_the_whole_note()
    {
        var forged = FooNote[(FooNote.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        var note = NeumannText + "\n" + NeumannLine + forged;
        SignedNote.Open(note, Key(NeumannKey)).Ok.ShouldBeTrue();
        SignedNote.Open(note, Key(NeumannKey), Key(FooKey)).Fault.ShouldBe(NoteFault.BadSignature);
    }

    [Fact]
    public void no_known_signature_rejects_the_note()
    {
        SignedNote.Open(NeumannNote, Key(FooKey)).Fault.ShouldBe(NoteFault.NoKnownSignature);
        SignedNote.Open(NeumannNote, []).Fault.ShouldBe(NoteFault.NoKnownSignature);
    }

    [Fact]
    public void the_text_ends_at_the_last_blank_line()
    {
        using var signer = Ed25519Signer.FromSeed(new byte[32]);
        var noteSigner = new NoteSigner("a.example", signer);
        foreach (var text in new[] { "\n", "one\n\ntwo\n\n", "— looks like PeterNeumann\n\n— x y\n" })
        {
            var note = SignedNote.Sign(text, noteSigner).ToString();
            SignedNote.Open(note, noteSigner.VerifierKey).Value!.Text.ShouldBe(text);
        }
    }

    [Fact]
    public void any_changed_bit_is_noticed()
    {
        var bytes = Encoding.UTF8.GetBytes(FooNote);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var parsed = SignedNote.Parse(bytes);
            (parsed.Ok && parsed.Value.Verify(Key(FooKey)).Ok).ShouldBeFalse($"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\n")]
    [InlineData("text\n" + NeumannLine)]
    [InlineData(NeumannText + "\n" + NeumannLine + "\n")]
    [InlineData(NeumannText + "\n" + NeumannLine + "x")]
    [InlineData("text\n\n- PeterNeumann AAAAAAAA\n")] // not an em dash
    [InlineData("text\n\n—  PeterNeumann AAAAAAAA\n")]
    [InlineData("text\n\n— PeterNeumann  AAAAAAAA\n")]
    [InlineData("text\n\n— PeterNeumann AAAAAAAA \n")]
    [InlineData("text\n\n— PeterNeumann AAAAAAAA\r\n")]
    [InlineData("text\n\n— PeterNeumann\n")]
    [InlineData("text\n\n— PeterNeumann \n")]
    [InlineData("text\n\n—  AAAAAAAA\n")]
    [InlineData("text\n\n— Peter+Neumann AAAAAAAA\n")]
    [InlineData("text\n\n— Peter\u00a0Neumann AAAAAAAA\n")]
    [InlineData("text\n\n— Peter\u3000Neumann AAAAAAAA\n")]
    [InlineData("text\n\n— PeterNeumann AAAAAA==\n")] // an id and no signature
    [InlineData("text\n\n— PeterNeumann AAAAAAB=\n")] // stray bits
    [InlineData("text\n\n— PeterNeumann AAAAAAA\n")] // no padding
    [InlineData("te\txt\n\n— PeterNeumann AAAAAAAA\n")]
    [InlineData("te\0xt\n\n— PeterNeumann AAAAAAAA\n")]
    public void a_malformed_note_is_refused(string note) =>
        SignedNote.Open(note, Key(NeumannKey)).Fault.ShouldBe(NoteFault.Malformed);

    [Fact]
    public void what_is_not_utf8_is_refused()
    {
        SignedNote.Parse([0xff, .. Encoding.UTF8.GetBytes(FooNote)]).Fault.ShouldBe(NoteFault.Malformed);
        foreach (var broken in new[] { "\ud800", "\udc00", "\ud800\ud800", "\udc00\ud800" })
            SignedNote.Parse(broken + FooNote).Fault.ShouldBe(NoteFault.Malformed);
        SignedNote.Parse("\ud83d\ude00" + FooNote).Ok.ShouldBeTrue();
    }

    [Fact]
    public void a_hundred_signatures_are_read_and_no_more()
    {
        string Note(int lines) => NeumannText + "\n" + NeumannLine + string.Concat(Enumerable.Repeat(EnochLine, lines - 1));
        SignedNote.Open(Note(100), Key(NeumannKey)).Ok.ShouldBeTrue();
        SignedNote.Open(Note(101), Key(NeumannKey)).Fault.ShouldBe(NoteFault.TooLarge);
        SignedNote.Parse(new string('a', SignedNote.MaxLength + 1)).Fault.ShouldBe(NoteFault.TooLarge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // upper case
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // other id
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // other name
    [InlineData("example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // type 0x04
    [InlineData("example.com/foo+530d903a+")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n")]
    public void a_key_in_any_other_spelling_is_refused(string vkey)
    {
        NoteVerifierKey.TryParse(vkey, out var key, out var reason).ShouldBeFalse();
        key.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void two_keys_that_cannot_be_told_apart_are_refused_but_one_twice_is_fine()
    {
        // Found by trying: under the name "a" both keys have the id a308d78d.
        using var first = SignerOf(25666);
        using var second = SignerOf(113795);
        var (one, other) = (new NoteSigner("a", first), new NoteSigner("a", second));
        var note = SignedNote.Sign("text\n", one).ToString();
        SignedNote.Open(note, one.VerifierKey, one.VerifierKey).Ok.ShouldBeTrue();
        SignedNote.Open(note, one.VerifierKey, other.VerifierKey).Fault.ShouldBe(NoteFault.AmbiguousKeys);

        static Ed25519Signer SignerOf(int number)
        {
            var seed = new byte[Ed25519Signer.SeedLength];
            BinaryPrimitives.WriteInt32LittleEndian(seed, number);
            return Ed25519Signer.FromSeed(seed);
        }
    }

    [Fact]
    public void only_notes_that_can_be_read_are_signed()
    {
        using var signer = Ed25519Signer.FromSeed(new byte[32]);
        var noteSigner = new NoteSigner("a.example", signer);
        Should.Throw<ArgumentException>(() => SignedNote.Sign("no newline", noteSigner));
        Should.Throw<ArgumentException>(() => SignedNote.Sign("tab\t\n", noteSigner));
        Should.Throw<ArgumentException>(() => SignedNote.Sign("nobody\n"));
        Should.Throw<ArgumentException>(() => new NoteSigner("a b", signer));
        Should.Throw<ArgumentException>(() => new NoteSigner("", signer));
    }

    private static NoteVerifierKey Key(string vkey) =>
        NoteVerifierKey.TryParse(vkey, out var key, out var reason) ? key! : throw new FormatException(reason);
}
