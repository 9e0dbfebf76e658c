using System.Text;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>Files that are no zip of exactly the members of a bundle, each once, with nothing beside them.</summary>
public sealed class Verifying_hostile_zips
{
    private static SmallBundle Log => SmallBundle.Log;

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
                [.. members.Select(SmallBundle.Pair), (name, "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-unknown");
    }

    [Fact]
    public void a_member_that_is_there_twice_is_refused()
    {
        var members = Log.OfLicence();
        Log.Verify(SmallBundle.RawZip(
                [.. members.Select(SmallBundle.Pair), (BundleFormat.Checkpoint, "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-repeated");
    }

    [Fact]
    public void a_member_without_a_digest_is_refused()
    {
        var members = Log.OfLicence();
        Log.Verify(SmallBundle.RawZip(
                [.. members.Select(SmallBundle.Pair), ("timestamps/2.tst", "x"u8.ToArray()), (BundleFormat.Sums, SmallBundle.SumsOf(members))]))
            .Verdict.Code.ShouldBe("member-unlisted");
    }

    [Fact]
    public void a_comment_or_anything_behind_the_end_is_refused()
    {
        var members = Log.OfLicence();
        var all = members.Select(SmallBundle.Pair).Append((BundleFormat.Sums, SmallBundle.SumsOf(members))).ToArray();
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
        var all = members.Select(SmallBundle.Pair).Append((BundleFormat.Sums, SmallBundle.SumsOf(members))).ToArray();
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
}
