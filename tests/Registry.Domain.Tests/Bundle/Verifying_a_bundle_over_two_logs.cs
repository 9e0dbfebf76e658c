using System.Text;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Bundle;

/// <summary>A stream that began in a log whose tail was lost: the bundle has that log's entries too, under the seal of the next.</summary>
public sealed class Verifying_a_bundle_over_two_logs
{
    private const string Before = "registry.example/log/340100/2026";
    private const string After = "registry.example/log/340100/2026-2";

    private static readonly NoteSigner BeforeKey = NewLogKey(Before);
    private static readonly NoteSigner AfterKey = NewLogKey(After);
    private static readonly BundleScope Licence = new BundleScope.Licence(SmallBundle.Licence);

    // Nine entries were signed, three of them are left, and the last one there was never signed.
    private static readonly Entries Old = new(
        [KeyRecord(AuthorityKey, Authority), KeyRecord(AgencyKey, Agency), Minted(), Version(1), Version(2)], Before, BeforeKey);

    private static readonly Entries New = new(
        [Recorded(), KeyRecord(AgencyKey, Agency) with { Version = 3 }, Minted(), Version(3)], After, AfterKey);

    private readonly List<long> seen = [];

    [Fact]
    public void shows_what_the_closed_log_never_signed_and_tells_indexes_below_0()
    {
        var report = Verify(Members(Licence));
        (report.Integrity!.Code, report.Verdict.Outcome).ShouldBe((VerdictCodes.OkDiscontinuity, ExportOutcome.Ok), report.Verdict.Detail);
        report.Summary!.Entries.ShouldBe(7);
        seen.ShouldBe([0, 1, 3, -5, -4, -2, -1]);
    }

    [Fact]
    public void of_everything_has_the_closed_log_whole()
    {
        var report = Verify(Members(new BundleScope.Everything(), old: [0, 1, 2, 3, 4]));
        report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, report.Verdict.Detail);
        CodeOf(Members(new BundleScope.Everything(), old: [0, 1, 2, 4])).ShouldBe(VerdictCodes.EntriesMissing);
    }

    [Fact]
    public void names_the_entry_of_the_closed_log_that_was_changed()
    {
        var members = Members(Licence);
        members[BundleFormat.Before(1)] = Join([Old.LineOf(0), Old.LineOf(1), Old.LineOf(3), Old.LineOf(4, "hotel", "motel")]);
        var report = Verify(members);
        (report.Verdict.Code, report.Verdict.Index).ShouldBe((VerdictCodes.Commitment, -1L));
        report.Verdict.Detail.ShouldStartWith("before/1.jsonl: ");
        members[BundleFormat.Before(1)] = Join([Old.LineOf(0), Old.LineOf(1), Old.LineOf(3), Old.LineOf(4, "\"version\":2", "\"version\":3")]);
        (Verify(members).Verdict.Code, Verify(members).Verdict.Index).ShouldBe((VerdictCodes.Inclusion, -1L));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 3 }, VerdictCodes.StreamGap)]
    [InlineData(new[] { 0, 1, 4 }, VerdictCodes.StreamGap)]
    [InlineData(new[] { 0, 1 }, VerdictCodes.StreamGap)]
    [InlineData(new[] { 0, 3, 4 }, VerdictCodes.KeyRecordMissing)]
    [InlineData(new[] { 1, 3, 4 }, VerdictCodes.KeyRecordMissing)]
    public void says_what_is_missing_of_the_closed_log(int[] old, string code)
    {
        var report = Verify(Members(Licence, old: old));
        (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Incomplete, code), report.Verdict.Detail);
        report.Integrity!.Outcome.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void needs_each_log_that_is_told_of_and_takes_no_other()
    {
        var members = Members(Licence);
        members.Remove(BundleFormat.Before(1));
        CodeOf(members).ShouldBe(VerdictCodes.MemberMissing);

        members = Members(Licence);
        members[BundleFormat.Before(2)] = members[BundleFormat.Before(1)];
        CodeOf(members).ShouldBe(VerdictCodes.MemberUnknown);

        var period = new BundleScope.Period(2, 4);
        CodeOf(Members(period, old: [0, 1, 3, 4], own: [0, 1, 2, 3])).ShouldBe(VerdictCodes.MemberUnknown);
        members = Members(period, own: [0, 1, 2, 3]);
        members.Remove(BundleFormat.Before(1));
        CodeOf(members).ShouldBe(VerdictCodes.OkDiscontinuity);
    }

    [Fact]
    public void holds_a_stream_that_ended_in_the_closed_log()
    {
        var report = Verify(Members(new BundleScope.Licence(Old.StreamOf(2)), old: [0, 1, 2], own: [0, 1]));
        report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, report.Verdict.Detail);
    }

    private static Fact Version(long version) => Minted() with { Stream = SmallBundle.Licence, Version = version };

    private static Fact Recorded() => new(
        Discontinuity.EventType, Guid.NewGuid(),
        $$"""
        {"after":"{{Before}}","vkey":"{{BeforeKey.VerifierKey}}",
        "checkpoint":"{{new Checkpoint(Before, 9, LogHash.FromBytes(new byte[32])).Sign(BeforeKey).ToString().Replace("\n", "\\n", StringComparison.Ordinal)}}",
        "extended":"4","size":"5","root":"{{Old.Root.ToBase64()}}","reason":"BackupRestored","orderedBy":["op1","op2"],
        "key":{{KeyData(AuthorityKey, Authority)}}}
        """, AuthorityKey);

    private static Dictionary<string, byte[]> Members(BundleScope scope, int[]? old = null, int[]? own = null)
    {
        var members = new Dictionary<string, byte[]>
        {
            [BundleFormat.Manifest] = BundleFormat.ManifestOf(After, New.Size, AfterKey.VerifierKey.ToString(), scope),
            [BundleFormat.Checkpoint] = Encoding.UTF8.GetBytes(new Checkpoint(After, New.Size, New.Root).Sign(AfterKey).ToString()),
            [BundleFormat.Policy] = Encoding.UTF8.GetBytes($"log {AfterKey.VerifierKey}\nquorum none\n"),
            [BundleFormat.Before(1)] = Join((old ?? [0, 1, 3, 4]).Select(i => Old.LineOf(i))),
        };
        if (scope is BundleScope.Everything)
            members[BundleFormat.History] = New.History;
        else
            members[BundleFormat.Entries] = Join((own ?? [0, 1, 3]).Select(i => New.LineOf(i)));
        return members;
    }

    private string CodeOf(Dictionary<string, byte[]> members) => Verify(members).Verdict.Code;

    private BundleReport Verify(Dictionary<string, byte[]> members)
    {
        seen.Clear();
        using var file = new MemoryStream(SmallBundle.Zip(members));
        return new BundleVerifier(new(DateTimeOffset.UnixEpoch) { Key = AfterKey.VerifierKey }, entry => seen.Add(entry.Index)).Verify(file);
    }

    /// <summary>The entries of one log, with proofs.</summary>
    private sealed class Entries
    {
        private readonly List<byte[]> lines;
        private readonly LogHash[] leaves;

        public Entries(IEnumerable<Fact> facts, string log, NoteSigner key)
        {
            lines = LinesOf([.. facts.Select(fact => fact with { Log = log })], key);
            leaves = [.. Enumerable.Range(0, lines.Count - 2).Select(i => MerkleTree.LeafHash(Raw(i, "entry")))];
        }

        public long Size => leaves.Length;

        public LogHash Root => MerkleTree.RootOf(leaves);

        public byte[] History => Join(lines);

        public Guid StreamOf(int index) => JsonDocument.Parse(Raw(index, "entry")).RootElement.GetProperty("stream").GetGuid();

        public byte[] LineOf(int index, string from = "", string to = "")
        {
            var proof = MerkleTree.InclusionProof(index, Size, nodes =>
                [.. nodes.Select(node => MerkleTree.RootOf(leaves[(int)node.FirstLeaf..(int)(node.FirstLeaf + node.LeafCount)]))]);
            using var json = JsonDocument.Parse(lines[index + 1]);
            var line = Encoding.UTF8.GetString(BundleFormat.Entry(
                index, Raw(index, "entry"), Raw(index, "payload"), json.RootElement.GetProperty("salt").GetString()!, proof));
            return Encoding.UTF8.GetBytes(from.Length == 0 ? line : line.Replace(from, to, StringComparison.Ordinal));
        }

        private byte[] Raw(int index, string member)
        {
            using var json = JsonDocument.Parse(lines[index + 1]);
            return Encoding.UTF8.GetBytes(json.RootElement.GetProperty(member).GetRawText());
        }
    }
}
