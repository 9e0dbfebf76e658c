using System.Buffers.Binary;
using System.Text;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Api.Tests.Log;

/// <summary>Invariant I7: verifiers that we did not write accept what is served, with a pinned key and nothing else.</summary>
public sealed class Verifying_with_other_peoples_programs(ServedLog log) : IClassFixture<ServedLog>
{
    [Fact]
    public async Task sigstore_verifies_every_checkpoint_and_receipt()
    {
        var claims = Receipts().Select(Claim).Concat(ServedLog.Sizes.Select(size => Claim(log.Stops[size].Checkpoint))).ToList();
        (await OtherVerifiers.SigstoreAsync(claims)).ShouldBe(Enumerable.Repeat("ok", claims.Count));
    }

    [Fact]
    public async Task sigstore_refuses_a_receipt_for_another_place_another_entry_or_another_checkpoint()
    {
        var receipts = Receipts().Where(receipt => receipt.Proof.Count > 2).ToList();
        var other = log.Stops[1].Checkpoint;
        var claims = receipts.SelectMany(receipt => new[]
        {
            Claim(receipt with { Index = receipt.Index ^ 1 }),
            Claim(receipt with { Extra = [.. receipt.Extra!, 0] }),
            Claim(receipt with { Checkpoint = other }),
            Claim(receipt with { Checkpoint = receipt.Checkpoint.Replace("\n\n", "\nextension\n\n", StringComparison.Ordinal) }),
        }).ToList();
        var verdicts = await OtherVerifiers.SigstoreAsync(claims);
        verdicts.Count.ShouldBe(claims.Count);
        verdicts.ShouldNotContain("ok");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public async Task openssl_verifies_the_signature_of_a_checkpoint(long size)
    {
        var note = SignedNote.Parse(log.Stops[size].Checkpoint).Value!;
        var spki = Ed25519.SpkiFromRaw(log.Key.ToPublicKey());
        var signature = note.Signatures[0].Signature.ToArray();
        (await OtherVerifiers.OpensslAsync(spki, Encoding.UTF8.GetBytes(note.Text), signature)).ShouldBeTrue();
        (await OtherVerifiers.OpensslAsync(spki, Encoding.UTF8.GetBytes(note.Text + "\n"), signature)).ShouldBeFalse();
    }

    private IEnumerable<TlogProof> Receipts() =>
        from stop in log.Stops.Values
        from text in stop.Receipts.Values
        select TlogProof.TryParse(text, out var receipt, out _) ? receipt! : throw new InvalidOperationException(text);

    private object Claim(TlogProof receipt) => new
    {
        log.Key.Name,
        KeyId = KeyId(),
        Key = log.Key.ToPublicKey(),
        receipt.Checkpoint,
        receipt.Index,
        Entry = receipt.Extra,
        Proof = receipt.Proof.Select(hash => hash.ToBase64()),
    };

    private object Claim(string checkpoint) => new { log.Key.Name, KeyId = KeyId(), Key = log.Key.ToPublicKey(), Checkpoint = checkpoint };

    private byte[] KeyId()
    {
        var id = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, log.Key.Id);
        return id;
    }
}
