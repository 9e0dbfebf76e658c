using System.Text;
using System.Text.Json;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Domain.Tests.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Anchoring;

public sealed class Judging_as_a_witness
{
    private const int Largest = 40;

    private static readonly LogHash[] All = SmallTrees.Leaves(Largest);
    private static readonly LogHash[] Fork = [.. All[..3], .. SmallTrees.Leaves(50)[10..47]];

    /// <summary>Origin, the log's vkey, and exchanges in their order.</summary>
    public static TheoryData<string, string, string> Published
    {
        get
        {
            var logs = JsonDocument.Parse(File.ReadAllBytes("vectors/witness/add-checkpoint.json")).RootElement.GetProperty("logs");
            var data = new TheoryData<string, string, string>();
            foreach (var log in logs.EnumerateArray())
                data.Add(log.GetProperty("origin").GetString()!, log.GetProperty("vkey").GetString()!, log.GetProperty("exchanges").GetRawText());
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void published_exchanges_are_answered_as_published(string origin, string vkey, string exchanges)
    {
        NoteVerifierKey.TryParse(vkey, out var key, out _).ShouldBeTrue();
        Checkpoint? latest = null;
        foreach (var exchange in JsonDocument.Parse(exchanges).RootElement.EnumerateArray())
        {
            var body = exchange.GetProperty("request").GetString()!;
            if (!WitnessRequest.TryParse(Encoding.UTF8.GetBytes(body), out var request, out _))
            {
                exchange.GetProperty("status").GetInt32().ShouldBe((int)WitnessOutcome.Malformed, body);
                continue;
            }
            request.ToString().ShouldBe(body);
            var outcome = WitnessRules.Authenticate(request, request.Checkpoint.Origin == origin ? [key!] : [], out _)
                ?? WitnessRules.Judge(request, latest);
            ((int)outcome).ShouldBe(exchange.GetProperty("status").GetInt32(), request.ToString());
            if (exchange.TryGetProperty("knownSize", out var known))
                (latest?.Size ?? 0).ShouldBe(known.GetInt64());
            if (outcome == WitnessOutcome.Cosigned)
                latest = request.Checkpoint;
        }
    }

    [Fact]
    public void every_small_step_is_cosigned_and_every_wrong_one_is_not()
    {
        for (var known = 0; known <= Largest; known++)
            for (var next = 0; next <= Largest; next++)
                for (var old = 0; old <= next; old++)
                {
                    LogHash[] proof = MerkleTree.ConsistencyProof(old, next, SmallTrees.ReaderOf(All, next));
                    Judge(known, old, next, proof).ShouldBe(
                        old != known ? WitnessOutcome.Conflict : WitnessOutcome.Cosigned, $"{known} {old} {next}");
                    if (old != known)
                        continue;
                    Judge(known, old, next, [.. proof, All[0]]).ShouldBe(WitnessOutcome.Inconsistent);
                    for (var i = 0; i < proof.Length; i++)
                        Judge(known, old, next, proof[..i]).ShouldBe(WitnessOutcome.Inconsistent);
                }
    }

    [Fact]
    public void a_fork_is_never_cosigned()
    {
        for (var known = 4; known <= Largest; known++)
            for (var next = known; next <= Largest; next++)
            {
                var proof = MerkleTree.ConsistencyProof(known, next, SmallTrees.ReaderOf(Fork, next));
                WitnessRules.Judge(Request(known, proof, Fork[..next]), Keys.CheckpointOf(All[..known]))
                    .ShouldBe(WitnessOutcome.Inconsistent);
            }
    }

    [Fact]
    public void an_old_size_above_the_new_is_malformed_before_it_is_a_conflict() =>
        WitnessRules.Judge(Request(9, [], All[..8]), Keys.CheckpointOf(All[..5])).ShouldBe(WitnessOutcome.Malformed);

    [Fact]
    public void an_empty_log_has_one_root()
    {
        var wrong = SignedNote.Sign($"{Keys.Origin}\n0\n{All[0].ToBase64()}\n", Keys.Log());
        WitnessRequest.TryParse(Encoding.UTF8.GetBytes($"old 0\n\n{wrong}"), out var request, out var reason).ShouldBeTrue(reason);
        WitnessRules.Judge(request!, null).ShouldBe(WitnessOutcome.Inconsistent);
        WitnessRules.Judge(Request(0, [], []), null).ShouldBe(WitnessOutcome.Cosigned);
    }

    [Fact]
    public void only_the_log_s_own_keys_count_and_only_their_lines_are_kept()
    {
        var request = Request(0, [], All[..4]);
        WitnessRules.Authenticate(request, [], out _).ShouldBe(WitnessOutcome.UnknownLog);
        WitnessRules.Authenticate(request, [Keys.Log("other.example").VerifierKey], out _).ShouldBe(WitnessOutcome.Untrusted);

        var checkpoint = Keys.CheckpointOf(All[..4]);
        var greased = checkpoint.Sign(Keys.Log()).With(Keys.Witness(5).Sign(checkpoint, Keys.At));
        var tolerant = new WitnessRequest(0, [], greased, checkpoint);
        WitnessRules.Authenticate(tolerant, [Keys.Log().VerifierKey], out var verified).ShouldBeNull();
        verified.ShouldHaveSingleItem().Name.ShouldBe(Keys.Origin);

        // "a signature line's key name and ID match a trusted key but the signature itself fails to verify"
        var forged = checkpoint.Sign(Keys.Log()).With(Keys.CheckpointOf(All[..3]).Sign(Keys.Log()).Signatures[0]);
        WitnessRules.Authenticate(new WitnessRequest(0, [], forged, checkpoint), [Keys.Log().VerifierKey], out _)
            .ShouldBe(WitnessOutcome.Untrusted);
    }

    public static TheoryData<string> Malformed
    {
        get
        {
            var checkpoint = Keys.CheckpointOf(All[..4]);
            var note = checkpoint.Sign(Keys.Log()).ToString();
            var hash = All[0].ToBase64();
            return
            [
                "", "\n\n", "old 0\n", $"old 0\n{note}", $"\n\n{note}", $"Old 0\n\n{note}", $"old  0\n\n{note}", $"old 00\n\n{note}",
                $"old +0\n\n{note}", $"old -1\n\n{note}", $"old 0 \n\n{note}", $"old 9223372036854775808\n\n{note}", $"old 0\r\n\r\n{note}",
                $"old 4\n{hash[..43]}\n\n{note}", $"old 4\n{hash} \n\n{note}", $"old 4\nAAAA\n\n{note}",
                $"old 4\n{string.Concat(Enumerable.Repeat(hash + "\n", 64))}\n{note}",
                $"old 0\n\n{checkpoint.ToText()}", $"old 0\n\n{note[..^1]}", $"old 0\n\n{note.Replace("\n4\n", "\n04\n", StringComparison.Ordinal)}",
                $"old 0\n\n{SignedNote.Sign("hello\n", Keys.Log())}",
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void a_malformed_request_is_refused(string body)
    {
        WitnessRequest.TryParse(Encoding.UTF8.GetBytes(body), out var request, out var reason).ShouldBeFalse();
        request.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void sixty_three_proof_lines_are_read_and_bytes_that_are_no_text_are_not()
    {
        var request = new WitnessRequest(4, [.. Enumerable.Repeat(All[0], 63)], Keys.CheckpointOf(All[..9]).Sign(Keys.Log()), Keys.CheckpointOf(All[..9]));
        WitnessRequest.TryParse(Encoding.UTF8.GetBytes(request.ToString()), out var read, out _).ShouldBeTrue();
        read!.Proof.Length.ShouldBe(63);
        WitnessRequest.TryParse([0xff, .. Encoding.UTF8.GetBytes(request.ToString())], out _, out _).ShouldBeFalse();
        WitnessRequest.TryParse(new byte[WitnessRequest.MaxLength + 1], out _, out _).ShouldBeFalse();
    }

    private static WitnessOutcome Judge(int known, int old, int next, LogHash[] proof) =>
        WitnessRules.Judge(Request(old, proof, All[..next]), known == 0 ? null : Keys.CheckpointOf(All[..known]));

    private static WitnessRequest Request(long old, LogHash[] proof, LogHash[] leaves)
    {
        var checkpoint = Keys.CheckpointOf(leaves);
        return new WitnessRequest(old, proof, Notes.GetOrAdd(checkpoint), checkpoint);
    }

    /// <summary>Signing is slow; judging does not look at signatures.</summary>
    private static class Notes
    {
        private static readonly Dictionary<Checkpoint, SignedNote> Signed = [];

        public static SignedNote GetOrAdd(Checkpoint checkpoint) => Signed.TryGetValue(checkpoint, out var note)
            ? note
            : Signed[checkpoint] = checkpoint.Sign(Keys.Log());
    }
}
