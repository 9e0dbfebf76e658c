using System.Text;
using System.Text.Json;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>Zips made to mislead, and members changed one by one.</summary>
public sealed class Verifying_hostile_bundles
{
    private static SmallBundle Log => SmallBundle.Log;

    public static TheoryData<string, string> Members
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Log.Everything().Keys)
                data.Add("everything", name);
            foreach (var name in Log.OfLicence().Keys)
                data.Add("licence", name);
            return data;
        }
    }

    [Theory, MemberData(nameof(Members))]
    public void a_member_removed_makes_it_incomplete(string scope, string gone)
    {
        var members = MembersOf(scope);
        var sums = SmallBundle.SumsOf(members);
        members.Remove(gone);
        var report = Log.Verify(SmallBundle.RawZip([.. members.Select(SmallBundle.Pair), (BundleFormat.Sums, sums)]));
        (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Incomplete, "member-missing"));
        report.Integrity.ShouldBeNull();
    }

    [Theory]
    [InlineData(BundleFormat.Manifest)]
    [InlineData(BundleFormat.Checkpoint)]
    [InlineData(BundleFormat.Policy)]
    [InlineData(BundleFormat.Entries)]
    public void a_member_removed_with_its_digest_is_missed_all_the_same(string gone)
    {
        var members = Log.OfLicence();
        members.Remove(gone);
        Log.Verify(members).Verdict.ShouldSatisfyAllConditions(
            v => v.Outcome.ShouldBe(ExportOutcome.Incomplete), v => v.Code.ShouldBe("member-missing"));
    }

    [Fact]
    public void without_its_digests_it_is_incomplete() =>
        Log.Verify(SmallBundle.RawZip(Log.Everything().Select(SmallBundle.Pair))).Verdict.Code.ShouldBe("member-missing");

    /// <summary>Of the entries before, the same hashes were sound; in this one's proof one is another.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void a_proof_that_lies_after_honest_neighbours_is_found(int place, int hash)
    {
        var members = Log.OfPeriod();
        var lines = Encoding.UTF8.GetString(members[BundleFormat.Entries]).Split('\n');
        var index = (int)JsonDocument.Parse(lines[place]).RootElement.GetProperty("index").GetInt64();
        var proof = JsonDocument.Parse(lines[place]).RootElement.GetProperty("proof")[hash].GetString()!;
        lines[place] = lines[place].Replace(proof, (proof[0] == 'A' ? 'B' : 'A') + proof[1..], StringComparison.Ordinal);
        members[BundleFormat.Entries] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Log.Verify(members).Verdict.ShouldSatisfyAllConditions(v => v.Code.ShouldBe("inclusion"), v => v.Index.ShouldBe(index));
    }

    [Theory]
    [InlineData("=", "")]
    [InlineData("=", "==")]
    [InlineData("=", " ")]
    [InlineData("", "AAAA")]
    public void a_proof_of_another_spelling_is_refused(string from, string to)
    {
        var members = Log.OfPeriod();
        var lines = Encoding.UTF8.GetString(members[BundleFormat.Entries]).Split('\n');
        var proof = JsonDocument.Parse(lines[1]).RootElement.GetProperty("proof")[1].GetString()!;
        lines[1] = lines[1].Replace(proof, proof[..(proof.Length - from.Length)] + to, StringComparison.Ordinal);
        members[BundleFormat.Entries] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Log.Verify(members).Verdict.Code.ShouldBe("line-malformed");
    }

    /// <summary>The last character of a hash has two bits that mean nothing.</summary>
    [Fact]
    public void a_proof_with_stray_bits_is_refused()
    {
        var members = Log.OfPeriod();
        var lines = Encoding.UTF8.GetString(members[BundleFormat.Entries]).Split('\n');
        var proof = JsonDocument.Parse(lines[1]).RootElement.GetProperty("proof")[1].GetString()!;
        lines[1] = lines[1].Replace(proof, proof[..42] + (char)(proof[42] + 1) + "=", StringComparison.Ordinal);
        members[BundleFormat.Entries] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        Log.Verify(members).Verdict.Code.ShouldBe("line-malformed");
    }

    /// <summary>A bit of a byte of each member, the digests left as they were: no byte of a member goes unseen.</summary>
    [Theory, MemberData(nameof(Members))]
    public void a_bit_flipped_in_a_member_is_found(string scope, string changed)
    {
        var members = MembersOf(scope);
        var sums = SmallBundle.SumsOf(members);
        Parallel.ForEach(Places(members[changed]), at =>
        {
            var flipped = Flipped(members[changed], at);
            var report = Log.Verify(SmallBundle.RawZip(
                [.. members.Select(member => member.Key == changed ? (changed, flipped) : SmallBundle.Pair(member)), (BundleFormat.Sums, sums)]));
            report.Verdict.Outcome.ShouldNotBe(ExportOutcome.Ok, $"byte {at} of {changed}");
        });
    }

    /// <summary>The digests made to fit, as a forger would: only what nobody signed can change, and that is told as such.</summary>
    [Theory]
    [InlineData("everything", BundleFormat.History)]
    [InlineData("licence", BundleFormat.Entries)]
    [InlineData("licence", BundleFormat.Checkpoint)]
    [InlineData("licence", "consistency/3")]
    public void a_bit_flipped_under_a_new_digest_is_found(string scope, string changed)
    {
        var demands = Log.Demands with { Last = Log.CheckpointOf(3) };
        var sound = MembersOf(scope);
        Parallel.ForEach(Places(sound[changed]), at =>
        {
            var members = new Dictionary<string, byte[]>(sound) { [changed] = Flipped(sound[changed], at) };
            Log.Verify(members, demands).Verdict.Outcome.ShouldNotBe(ExportOutcome.Ok, $"byte {at} of {changed}");
        });
    }

    [Fact]
    public void flipped_bits_anywhere_in_the_file_never_pass_as_another_bundle_or_crash()
    {
        foreach (var members in new[] { Log.Everything(), Log.OfLicence() })
        {
            var zip = SmallBundle.Zip(members);
            var sound = Log.Verify(zip).Summary;
            Parallel.ForEach(Places(zip), at =>
            {
                // The zip's own times, attributes and checksums are nobody's evidence and may change.
                var report = Log.Verify(Flipped(zip, at));
                if (report.Verdict.Outcome is not ExportOutcome.Ok)
                    return;
                report.Summary!.TimeStamps.ShouldBe(sound!.TimeStamps, $"byte {at}");
                (report.Summary with { Suspects = sound.Suspects, TimeStamps = sound.TimeStamps }).ShouldBe(sound, $"byte {at}");
            });
        }
    }

    [Theory]
    [InlineData("{\"kind\":\"everything\",\"more\":1}")]
    [InlineData("{\"kind\":\"period\",\"from\":3,\"to\":2}")]
    [InlineData("{\"kind\":\"period\",\"from\":0,\"to\":8}")]
    [InlineData("{\"kind\":\"licence\",\"id\":\"x\"}")]
    [InlineData("{\"kind\":\"person\",\"streams\":[\"x\"],\"subject\":\"s\"}")]
    [InlineData("{\"kind\":\"something\"}")]
    [InlineData("7")]
    public void a_manifest_of_another_form_is_refused(string scope)
    {
        var members = Log.OfLicence();
        var manifest = Encoding.UTF8.GetString(members[BundleFormat.Manifest]);
        var at = manifest.IndexOf("\"scope\":", StringComparison.Ordinal) + 8;
        var end = manifest.IndexOf(",\"size\"", StringComparison.Ordinal);
        var canonical = Registry.Domain.Canonical.JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(manifest[..at] + scope + manifest[end..]));
        members[BundleFormat.Manifest] = [.. canonical, (byte)'\n'];
        Log.Verify(members).Verdict.Code.ShouldBe("manifest-malformed");
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 5, 4 }, "entry-order")]
    [InlineData(new[] { 0, 1, 2, 2, 4, 5 }, "entry-order")]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5 }, "entry-unasked")]
    public void entries_out_of_order_or_scope_are_refused(int[] indexes, string code) =>
        Log.Verify(Log.Members(new BundleScope.Licence(SmallBundle.Licence), indexes)).Verdict.Code.ShouldBe(code);

    [Fact]
    public void an_entry_under_another_index_is_not_in_the_tree()
    {
        var members = Log.OfLicence();
        var line = Encoding.UTF8.GetString(Log.LineOf(2)).Replace("\"index\":2", "\"index\":3", StringComparison.Ordinal);
        members[BundleFormat.Entries] =
            SmallExport.Join([Log.LineOf(0), Log.LineOf(1), Encoding.UTF8.GetBytes(line), Log.LineOf(4), Log.LineOf(5)]);
        Log.Verify(members).Verdict.ShouldSatisfyAllConditions(v => v.Code.ShouldBe("inclusion"), v => v.Index.ShouldBe(3));
    }

    [Fact]
    public void a_history_in_place_of_entries_is_refused()
    {
        var members = Log.OfLicence();
        members[BundleFormat.History] = Log.Everything()[BundleFormat.History];
        Log.Verify(members).Verdict.Code.ShouldBe("member-unknown");
    }

    // Every byte of a short member, and a thousand spread over a long one.
    private static IEnumerable<int> Places(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 1000))
            yield return at;
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= (byte)(1 << (at % 8));
        return flipped;
    }

    private static Dictionary<string, byte[]> MembersOf(string scope) => scope == "everything" ? Log.Everything() : Log.OfLicence();
}
