using System.Text;
using FsCheck.Xunit;
using Registry.Domain.Anchoring;
using Registry.Domain.Log;
using Registry.Domain.Tests.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Anchoring;

public sealed class Reading_a_witness_policy
{
    private static readonly string Log = $"log {Keys.Log().VerifierKey} https://registry.example/log\n";

    // The example of the specification, with keys.
    private static readonly string Example =
        Log + string.Concat(Enumerable.Range(1, 3).Select(i => WitnessLine($"X{i}", i)))
        + "group X-witnesses 2 X1 X2 X3\n"
        + string.Concat(Enumerable.Range(4, 3).Select(i => WitnessLine($"Y{i - 3}", i)))
        + "group Y-witnesses any Y1 Y2 Y3\n\n"
        + "  # both organisations\n\tgroup\tX-and-Y  all X-witnesses Y-witnesses \n"
        + "quorum X-and-Y\n";

    private static readonly string[] Names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"];

    [Fact]
    public void the_specification_s_example_is_met_by_exactly_the_right_subsets()
    {
        var policy = Parse(Example);
        policy.Logs.ShouldHaveSingleItem().Url.ShouldBe("https://registry.example/log");
        policy.Witnesses.Select(witness => witness.Name).ShouldBe(Names);
        for (var subset = 0; subset < 64; subset++)
        {
            var cosigned = Names.Where((_, i) => (subset >> i & 1) == 1).ToHashSet();
            var expected = cosigned.Count(name => name[0] == 'X') >= 2 && cosigned.Any(name => name[0] == 'Y');
            policy.IsMetBy(cosigned).ShouldBe(expected, string.Join(' ', cosigned));
        }
    }

    [Fact]
    public void k_of_n_counts_for_every_k_and_n()
    {
        for (var n = 1; n <= 5; n++)
            for (var k = 1; k <= n; k++)
            {
                var policy = Parse(Log + string.Concat(Enumerable.Range(1, n).Select(i => WitnessLine($"w{i}", i)))
                    + $"group g {k} {string.Join(' ', Enumerable.Range(1, n).Select(i => $"w{i}"))}\nquorum g\n");
                for (var subset = 0; subset < 1 << n; subset++)
                {
                    var cosigned = Enumerable.Range(1, n).Where(i => (subset >> (i - 1) & 1) == 1).Select(i => $"w{i}").ToHashSet();
                    policy.IsMetBy(cosigned).ShouldBe(cosigned.Count >= k);
                }
            }
    }

    [Fact]
    public void a_single_witness_can_be_the_quorum_and_none_asks_for_nobody()
    {
        var one = Parse(Log + WitnessLine("w", 1) + WitnessLine("other", 2) + "quorum w\n");
        one.IsMetBy(new HashSet<string> { "w" }).ShouldBeTrue();
        one.IsMetBy(new HashSet<string> { "other" }).ShouldBeFalse();
        var none = Parse(Log + WitnessLine("w", 1) + "quorum none\n");
        none.IsMetBy(new HashSet<string>()).ShouldBeTrue();
        none.AsksForWitnesses.ShouldBeFalse();
        Parse("quorum none\n").Logs.ShouldBeEmpty();
    }

    [Fact]
    public void a_group_s_name_is_no_cosignature()
    {
        var policy = Parse(Example);
        policy.IsMetBy(new HashSet<string> { "X-witnesses", "Y-witnesses", "X-and-Y", "nobody" }).ShouldBeFalse();
    }

    [Fact]
    public void a_checkpoint_is_opened_with_its_log_its_witnesses_and_nothing_else()
    {
        var checkpoint = Keys.CheckpointOf(SmallTrees.Leaves(7));
        var policy = Parse(Log + WitnessLine("监管", 1) + WitnessLine("b", 2) + WitnessLine("c", 3) + "group g 2 监管 b c\nquorum g\n");
        var signed = checkpoint.Sign(Keys.Log());
        policy.Open(signed.ToString()).Value!.QuorumMet.ShouldBeFalse();

        var one = signed.With(Keys.Witness(1).Sign(checkpoint, Keys.At));
        policy.Open(one.ToString()).Value!.QuorumMet.ShouldBeFalse();
        // The same witness twice is one witness; a witness that is not listed is none.
        policy.Open(one.With(Keys.Witness(1).Sign(checkpoint, Keys.At.AddSeconds(1))).ToString()).Value!.QuorumMet.ShouldBeFalse();
        policy.Open(one.With(Keys.Witness(9).Sign(checkpoint, Keys.At)).ToString()).Value!.QuorumMet.ShouldBeFalse();

        var two = policy.Open(one.With(Keys.Witness(3).Sign(checkpoint, Keys.At.AddHours(1))).ToString()).Value!;
        two.QuorumMet.ShouldBeTrue();
        two.Checkpoint.ShouldBe(checkpoint);
        two.Cosignatures.Select(cosignature => (cosignature.Witness, cosignature.At))
            .ShouldBe([("监管", Keys.At), ("c", Keys.At.AddHours(1))]);

        var other = new Checkpoint(Keys.Origin, 7, MerkleTree.RootOf(SmallTrees.Leaves(6)));
        policy.Open(one.With(Keys.Witness(2).Sign(other, Keys.At)).ToString()).Fault.ShouldBe(NoteFault.BadSignature);
    }

    [Fact]
    public void witnesses_alone_or_another_log_do_not_make_a_checkpoint()
    {
        var checkpoint = Keys.CheckpointOf(SmallTrees.Leaves(3));
        var policy = Parse(Log + WitnessLine("w", 1) + "quorum w\n");
        var cosigned = checkpoint.ToText() + $"\n{Keys.Witness(1).Sign(checkpoint, Keys.At)}\n";
        policy.Open(cosigned).Fault.ShouldBe(NoteFault.NoKnownSignature);
        // The listed key under a text of another origin.
        var foreign = SignedNote.Sign("other.example\n" + checkpoint.ToText().Split('\n', 2)[1], Keys.Log());
        policy.Open(foreign.ToString()).Fault.ShouldBe(NoteFault.NoKnownSignature);
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { "", "there is no quorum line" },
        { Log, "there is no quorum line" },
        { "quorum none", "the last line is unfinished" },
        { "quorum none\nquorum none\n", "line 2: there is a quorum line already" },
        { "quorum a\n", "line 1: the quorum is not defined above" },
        { "quorum none none\n", "line 1: not a log, witness, group or quorum line" },
        { "Quorum none\n", "line 1: not a log, witness, group or quorum line" },
        { "quorum none\r\n", "octet 0x0d is not allowed" },
        { "quorum none\0\n", "octet 0x00 is not allowed" },
        { "quorum none\u007f\n", "octet 0x7f is not allowed" },
        { "quorum\u00a0none\n", "line 1: not a log, witness, group or quorum line" },
        { Log + Log + "quorum none\n", "line 2: a log with this key is listed already" },
        { Log.TrimEnd() + " more\nquorum none\n", "line 1: not a log, witness, group or quorum line" },
        { $"log {Keys.Log().VerifierKey}\nlog {Keys.Log("other.example").VerifierKey}\n", "line 2: a log with this key is listed already" },
        { $"log {Keys.Witness(1).VerifierKey}\n", "line 1: signature type 0x04 is not 0x01, which is needed here" },
        { $"witness w {Keys.Log().VerifierKey}\n", "line 1: signature type 0x01 is not 0x04, which is needed here" },
        { "log a+b+c\n", "line 1: the key is not canonical base64" },
        { WitnessLine("a", 1) + WitnessLine("b", 1), "line 2: a witness with this key is listed already" },
        { WitnessLine("a", 1) + WitnessLine("a", 2), "line 2: the name is defined already" },
        { WitnessLine("none", 1), "line 1: none is not a name" },
        { WitnessLine("a", 1) + "group none any a\n", "line 2: none is not a name" },
        { WitnessLine("a", 1) + "group a any a\n", "line 2: the name is defined already" },
        { "group g any none\n", "line 1: a member is not defined above" },
        { "group g any g\n", "line 1: a member is not defined above" },
        { "group g any\n", "line 1: not a log, witness, group or quorum line" },
        { WitnessLine("a", 1) + "group g any a a\n", "line 2: a member is listed already" },
        { WitnessLine("a", 1) + "group g any a\ngroup h any a\n", "line 3: a member is listed already" },
        { WitnessLine("a", 1) + "group g 0 a\n", "line 2: the threshold is not any, all, or a number from 1 to the number of members" },
        { WitnessLine("a", 1) + "group g 2 a\n", "line 2: the threshold is not any, all, or a number from 1 to the number of members" },
        { WitnessLine("a", 1) + "group g 01 a\n", "line 2: the threshold is not any, all, or a number from 1 to the number of members" },
        { WitnessLine("a", 1) + "group g +1 a\n", "line 2: the threshold is not any, all, or a number from 1 to the number of members" },
        { WitnessLine("a", 1) + "group g most a\n", "line 2: the threshold is not any, all, or a number from 1 to the number of members" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void a_faulty_file_is_refused_with_its_line(string file, string expected)
    {
        TlogPolicy.TryParse(Encoding.UTF8.GetBytes(file), out var policy, out var reason).ShouldBeFalse();
        policy.ShouldBeNull();
        reason.ShouldBe(expected);
    }

    [Fact]
    public void octets_that_are_not_utf8_are_refused()
    {
        TlogPolicy.TryParse([.. "# "u8, 0xff, .. "\nquorum none\n"u8], out _, out var reason).ShouldBeFalse();
        reason.ShouldBe("the file is not UTF-8");
    }

    [Fact]
    public void at_least_32_of_each_are_read()
    {
        var lines = new List<string>();
        for (var i = 1; i <= 40; i++)
            lines.Add($"log {new NoteSigner($"log.example/{i}", Keys.SignerOf(1000 + i)).VerifierKey}\n" + WitnessLine($"w{i}", i));
        var inner = "w1";
        for (var i = 2; i <= 40; i++)
        {
            lines.Add($"group g{i} all {inner} w{i}\n");
            inner = $"g{i}";
        }
        var policy = Parse(string.Concat(lines) + $"quorum {inner}\n");
        var all = policy.Witnesses.Select(witness => witness.Name).ToHashSet();
        policy.IsMetBy(all).ShouldBeTrue();
        all.Remove("w1");
        policy.IsMetBy(all).ShouldBeFalse();
    }

    [Property]
    public bool no_bytes_make_the_reader_throw(byte[] bytes) =>
        TlogPolicy.TryParse(bytes, out var policy, out var reason) == (policy is not null) && (policy is null) == (reason is not null);

    private static string WitnessLine(string name, int number) => $"witness {name} {Keys.Witness(number).VerifierKey}\n";

    private static TlogPolicy Parse(string file)
    {
        TlogPolicy.TryParse(Encoding.UTF8.GetBytes(file), out var policy, out var reason).ShouldBeTrue(reason);
        return policy!;
    }
}
