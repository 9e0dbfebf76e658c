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
        var report = Log.Verify(SmallBundle.RawZip([.. members.Select(Pair), (BundleFormat.Sums, sums)]));
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
        Log.Verify(SmallBundle.RawZip(Log.Everything().Select(Pair))).Verdict.Code.ShouldBe("member-missing");

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
                [.. members.Select(member => member.Key == changed ? (changed, flipped) : Pair(member)), (BundleFormat.Sums, sums)]));
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

    [Fact]
    public void a_file_cut_anywhere_is_incomplete()
    {
        var zip = SmallBundle.Zip(Log.OfLicence());
        for (var kept = 0; kept < zip.Length; kept++)
            Log.Verify(zip[..kept]).Verdict.Code.ShouldBe("bundle-truncated", $"{kept} bytes");
    }

    [Theory]
    [InlineData("../checkpoint")]
    [InlineData("/etc/passwd")]
    [InlineData("c:\\checkpoint")]
    [InlineData("timestamps\\1.tst")]
    [InlineData("timestamps/01.tst")]
    [InlineData("timestamps/0.tst")]
    [InlineData("timestamps/65.tst")]
    [InlineData("timestamps/")]
    [InlineData("Checkpoint")]
    [InlineData("readme.txt")]
    [InlineData("consistency/-1")]
    public void a_member_of_another_name_is_refused(string name)
    {
        var members = Log.OfLicence();
        Log.Verify(SmallBundle.RawZip(
                [.. members.Select(Pair), (name, "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-unknown");
    }

    [Fact]
    public void a_member_that_is_there_twice_is_refused()
    {
        var members = Log.OfLicence();
        Log.Verify(SmallBundle.RawZip(
                [.. members.Select(Pair), (BundleFormat.Checkpoint, "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-repeated");
    }

    [Fact]
    public void a_member_without_a_digest_is_refused()
    {
        var members = Log.OfLicence();
        Log.Verify(SmallBundle.RawZip(
                [.. members.Select(Pair), ("timestamps/2.tst", "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-unlisted");
    }

    [Fact]
    public void a_comment_or_anything_behind_the_end_is_refused()
    {
        var members = Log.OfLicence();
        var all = members.Select(Pair).Append((BundleFormat.Sums, SmallBundle.SumsOf(members))).ToArray();
        Log.Verify(SmallBundle.RawZip(all)).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
        Log.Verify(SmallBundle.RawZip(all, "comment")).Verdict.Outcome.ShouldBe(ExportOutcome.Incomplete);
        Log.Verify([.. SmallBundle.RawZip(all), 0]).Verdict.Outcome.ShouldBe(ExportOutcome.Incomplete);
    }

    [Fact]
    public void a_file_that_the_directory_does_not_name_is_refused()
    {
        var members = Log.OfLicence();
        var hidden = SmallBundle.RawZip([("hidden.txt", "x"u8.ToArray())]);
        var local = hidden[..(hidden.AsSpan().IndexOf("PK\x01\x02"u8))];
        var all = members.Select(Pair).Append((BundleFormat.Sums, SmallBundle.SumsOf(members))).ToArray();
        foreach (var zip in new[] { SmallBundle.RawZip(all), SmallBundle.Zip(members) })
        {
            Log.Verify(zip).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
            Log.Verify(Hiding(zip, local)).Verdict.Code.ShouldBe("bundle-unreadable");
        }
    }

    // Behind the last member; the end record says where the directory begins now.
    private static byte[] Hiding(byte[] zip, byte[] local)
    {
        var start = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));
        byte[] more = [.. zip[..start], .. local, .. zip[start..]];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(more.AsSpan(more.Length - 6), start + local.Length);
        return more;
    }

    /// <summary>A few kilobytes that would become gigabytes: what is read as a whole is bounded, and a line ends where it must.</summary>
    [Theory]
    [InlineData(BundleFormat.Manifest, "member-too-long")]
    [InlineData(BundleFormat.Checkpoint, "member-too-long")]
    [InlineData(BundleFormat.Policy, "member-too-long")]
    [InlineData("timestamps/1.tst", "member-too-long")]
    [InlineData("consistency/3", "member-too-long")]
    [InlineData(BundleFormat.Entries, "line-too-long")]
    public void a_bomb_is_put_out(string member, string code)
    {
        var members = Log.OfLicence();
        members[member] = new byte[64 << 20];
        var zip = SmallBundle.Zip(members);
        zip.Length.ShouldBeLessThan(1 << 20);
        Log.Verify(zip).Verdict.Code.ShouldBe(code);
    }

    [Fact]
    public void what_is_no_zip_is_told_as_such() =>
        Log.Verify(Encoding.UTF8.GetBytes("{\"format\":\"registry/export/v1\"}\n")).Verdict.Code.ShouldBe("bundle-unreadable");

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

    private static (string Name, byte[] Content) Pair(KeyValuePair<string, byte[]> member) => (member.Key, member.Value);
}
