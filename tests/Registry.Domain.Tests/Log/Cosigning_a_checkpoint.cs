using System.Text.Json;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Cosigning_a_checkpoint : IDisposable
{
    private const string Witness = "witness.example/w1";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1679315147);

    private readonly Ed25519Signer logKey = Ed25519Signer.FromSeed(new byte[32]);
    private readonly Ed25519Signer witnessKey = Ed25519Signer.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly NoteSigner log;
    private readonly CosignatureSigner witness;
    private readonly Checkpoint checkpoint = new("registry.example/log", 8, Rfc6962Vectors.Root(8));

    public Cosigning_a_checkpoint()
    {
        log = new NoteSigner("registry.example/log", logKey);
        witness = new CosignatureSigner(Witness, witnessKey);
    }

    public void Dispose()
    {
        logKey.Dispose();
        witnessKey.Dispose();
    }

    [Fact]
    public void a_cosignature_that_sigsum_published_verifies_under_log_and_witness()
    {
        var published = JsonDocument.Parse(File.ReadAllBytes("vectors/witness/cosignature.json")).RootElement;
        NoteVerifierKey.TryParse(published.GetProperty("log").GetString()!, out var logOf, out _).ShouldBeTrue();
        NoteVerifierKey.TryParseCosigner(published.GetProperty("witness").GetString()!, out var witnessOf, out _).ShouldBeTrue();
        var opened = SignedNote.Open(published.GetProperty("note").GetString()!, logOf!, witnessOf!);
        opened.Reason.ShouldBe("");
        opened.Value!.Verified.Count.ShouldBe(2);
        Cosignature.TimeOf(opened.Value.Verified[1])
            .ShouldBe(DateTimeOffset.FromUnixTimeSeconds(published.GetProperty("time").GetInt64()));
    }

    [Fact]
    public void a_witness_key_that_is_in_use_today_is_read()
    {
        // transparency-dev/formats note_cosigv1_test.go: "native algEd25519CosignatureV1 verifier".
        const string Remora = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        NoteVerifierKey.TryParseCosigner(Remora, out var key, out _).ShouldBeTrue();
        key!.ToString().ShouldBe(Remora);
        key.Type.ShouldBe(NoteVerifierKey.CosignatureType);
    }

    [Fact]
    public void a_log_s_key_is_no_witness_s_and_a_witness_s_no_log_s()
    {
        NoteVerifierKey.TryParse(witness.VerifierKey.ToString(), out _, out var reason).ShouldBeFalse();
        reason.ShouldBe("signature type 0x04 is not 0x01, which is needed here");
        NoteVerifierKey.TryParseCosigner(log.VerifierKey.ToString(), out _, out reason).ShouldBeFalse();
        reason.ShouldBe("signature type 0x01 is not 0x04, which is needed here");
        // The same key under the same name has another id for each purpose.
        NoteVerifierKey.FromEd25519("a", log.VerifierKey.ToPublicKey()).Id
            .ShouldNotBe(NoteVerifierKey.CosignerFromEd25519("a", log.VerifierKey.ToPublicKey()).Id);
    }

    [Fact]
    public void a_cosignature_covers_every_bit_of_text_time_and_signature()
    {
        var line = witness.Sign(checkpoint, At);
        Cosignature.TimeOf(line).ShouldBe(At);
        var text = System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText());
        var blob = line.Signature.ToArray();
        blob.Length.ShouldBe(Cosignature.Length);
        witness.VerifierKey.Verify(text, blob).ShouldBeTrue();
        foreach (var bytes in new[] { text, blob })
        {
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                witness.VerifierKey.Verify(text, blob).ShouldBeFalse($"bit {bit}");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        witness.VerifierKey.Verify(text, blob.AsSpan(8)).ShouldBeFalse("a plain signature is no cosignature");
        witness.VerifierKey.Verify(text, [.. blob, 0]).ShouldBeFalse();
        witness.VerifierKey.Verify(text, []).ShouldBeFalse();
    }

    [Fact]
    public void unknown_lines_around_it_are_ignored()
    {
        // Grease: lines of unknown names, unknown types and odd lengths, before, between and after the known ones.
        var ours = new[] { log.Sign(checkpoint.ToText()).ToString(), witness.Sign(checkpoint, At).ToString() };
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var lines = ours.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Grease(random))).ToArray();
            random.Shuffle(lines);
            var note = checkpoint.ToText() + "\n" + string.Concat(lines.Select(line => line + "\n"));
            var opened = SignedNote.Open(note, log.VerifierKey, witness.VerifierKey);
            opened.Reason.ShouldBe("");
            opened.Value!.Verified.Select(line => line.ToString()).Order().ShouldBe(ours.Order());
        }
    }

    [Fact]
    public void times_before_1970_and_above_63_bits_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => witness.Sign(checkpoint, DateTimeOffset.UnixEpoch.AddSeconds(-1)));
        var blob = witness.Sign(checkpoint, At).Signature.ToArray();
        blob[0] = 0x80;
        witness.VerifierKey.Verify(System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText()), blob).ShouldBeFalse();
    }

    private string Grease(Random random)
    {
        var blob = new byte[random.Next(5, 200)];
        random.NextBytes(blob);
        var name = random.Next(3) switch { 0 => Witness, 1 => log.Name, _ => $"grease.example/{random.Next()}" };
        return $"— {name} {Convert.ToBase64String(blob)}";
    }
}
