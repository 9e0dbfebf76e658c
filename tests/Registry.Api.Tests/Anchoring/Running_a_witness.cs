using System.Net;
using System.Text;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Api.Tests.Anchoring;

public sealed class Running_a_witness : IDisposable
{
    private const string Origin = "log.example/2026";
    private const string Name = "witness.example/w1";

    private static readonly LogHash[] Leaves =
        [.. Enumerable.Range(0, 64).Select(i => MerkleTree.LeafHash([(byte)i]))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly string directory = Directory.CreateTempSubdirectory("registry-witness-").FullName;
    private readonly Ed25519Signer logKey = Ed25519Signer.FromSeed(new byte[32]);
    private readonly NoteSigner log;

    public Running_a_witness() => log = new NoteSigner(Origin, logKey);

    public void Dispose()
    {
        logKey.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task it_cosigns_what_extends_what_it_saw_and_remembers_it_across_a_kill()
    {
        await using (var witness = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey))
        {
            (await LatestAsync(witness)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            await ShouldCosignAsync(witness, 0, 5);
            await ShouldCosignAsync(witness, 5, 5);
            await ShouldCosignAsync(witness, 5, 9);
            await witness.KillAsync();
        }

        await using var again = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey);
        var conflict = await SubmitAsync(again, Request(5, 12));
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        conflict.Content.Headers.ContentType!.ToString().ShouldBe("text/x.tlog.size");
        (await conflict.Content.ReadAsStringAsync(Token)).ShouldBe("9\n");
        await ShouldCosignAsync(again, 9, 12);
        (await again.Client.GetStringAsync(new Uri("vkey", UriKind.Relative), Token)).ShouldBe($"{again.Key}\n");
    }

    [Fact]
    public async Task it_answers_as_the_specification_says()
    {
        await using var witness = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey);
        (await SubmitAsync(witness, "nonsense")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SubmitAsync(witness, Request(0, 4).Replace(Origin, "other.example", StringComparison.Ordinal)))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SubmitAsync(witness, Request(0, 4).Replace("\n4\n", "\n3\n", StringComparison.Ordinal)))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await ShouldCosignAsync(witness, 0, 4);
        (await SubmitAsync(witness, Request(8, 4))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        LogHash[] fork = [.. Leaves[..3], .. Leaves[10..15]];
        (await SubmitAsync(witness, Request(4, 8, fork))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(witness, Request(4, 4, fork))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(witness, new string('a', WitnessRequest.MaxLength + 1))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await ShouldCosignAsync(witness, 4, 8);
    }

    [Fact]
    public async Task two_processes_on_one_store_never_cosign_two_histories()
    {
        await using var one = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey);
        await using var other = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey);
        other.Key.ToString().ShouldBe(one.Key.ToString());
        await ShouldCosignAsync(one, 0, 2);

        // The log forks after entry 1; both sides race at every size against both processes.
        LogHash[] fork = [.. Leaves[..2], .. Leaves[20..40]];
        var cosigned = new List<(int Side, long Size)>();
        for (var size = 2; size < 14;)
        {
            var races = await Task.WhenAll(
                from witness in new[] { one, other }
                from side in new[] { 0, 1 }
                select RaceAsync(witness, side, size));
            cosigned.AddRange(races.Where(race => race.Cosigned).Select(race => (race.Side, race.Size)));
            size++;
        }
        cosigned.ShouldNotBeEmpty();
        cosigned.Select(race => race.Side).Distinct().ShouldHaveSingleItem();

        async Task<(bool Cosigned, int Side, long Size)> RaceAsync(WitnessProcess witness, int side, int from)
        {
            var answer = await SubmitAsync(witness, Request(from, from + 1, side == 0 ? Leaves : fork));
            return (answer.StatusCode == HttpStatusCode.OK, side, from + 1);
        }
    }

    [Fact]
    public async Task a_damaged_memory_is_no_memory_and_nothing_is_cosigned_on_it()
    {
        await using var witness = await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey);
        await ShouldCosignAsync(witness, 0, 4);
        var state = Directory.EnumerateFiles(Path.Combine(directory, "store")).Single(path => !path.EndsWith(".lock", StringComparison.Ordinal));
        await File.WriteAllTextAsync(state, (await File.ReadAllTextAsync(state, Token)).Replace("\n4\n", "\n3\n", StringComparison.Ordinal), Token);
        (await SubmitAsync(witness, Request(3, 5))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await SubmitAsync(witness, Request(4, 5))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task a_key_that_others_can_read_is_refused()
    {
        await using (await WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey)) { }
        var key = Path.Combine(directory, "witness.pem");
        File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refused = await Should.ThrowAsync<InvalidOperationException>(WitnessProcess.StartAsync(directory, Name, 0, log.VerifierKey));
        refused.Message.ShouldContain("可被他人读取");
        refused.Message.ShouldContain("can be read by others");
    }

    private async Task ShouldCosignAsync(WitnessProcess witness, int old, int next)
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var answer = await SubmitAsync(witness, Request(old, next));
        var lines = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, lines);
        var signed = Checkpoint(next, Leaves).Sign(log);
        // "the client MAY concatenate it to the checkpoint, and use a note verification function"
        var opened = SignedNote.Open(signed + lines, log.VerifierKey, witness.Key);
        opened.Reason.ShouldBe("");
        opened.Value!.Verified.Count.ShouldBe(2);
        Cosignature.TimeOf(opened.Value.Verified[1])!.Value.ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
        (await (await LatestAsync(witness)).Content.ReadAsStringAsync()).ShouldBe(signed + lines);
    }

    private static Task<HttpResponseMessage> LatestAsync(WitnessProcess witness) => witness.Client.GetAsync(
        new Uri($"{LogHash.Sha256(Encoding.UTF8.GetBytes(Origin)).ToHex()}/checkpoint", UriKind.Relative));

    private static async Task<HttpResponseMessage> SubmitAsync(WitnessProcess witness, string body)
    {
        using var content = new StringContent(body);
        return await witness.Client.PostAsync(new Uri("add-checkpoint", UriKind.Relative), content);
    }

    private string Request(int old, int next, LogHash[]? of = null)
    {
        var leaves = of ?? Leaves;
        var checkpoint = Checkpoint(next, leaves);
        var proof = MerkleTree.ConsistencyProof(Math.Min(old, next), next, nodes =>
            [.. nodes.Select(node => MerkleTree.RootOf(leaves[(int)node.FirstLeaf..(int)(node.FirstLeaf + node.LeafCount)]))]);
        return new WitnessRequest(old, proof, checkpoint.Sign(log), checkpoint).ToString();
    }

    private static Checkpoint Checkpoint(int size, LogHash[] leaves) => new(Origin, size, MerkleTree.RootOf(leaves[..size]));
}
