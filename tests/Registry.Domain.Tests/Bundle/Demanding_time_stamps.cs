using System.Text;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Tests.Anchoring;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>What time stamps in a bundle show, and to whom.</summary>
public sealed class Demanding_time_stamps
{
    private static readonly DateTimeOffset Noon = new(TestAuthority.Noon);

    private static SmallBundle Log => SmallBundle.Log;

    private static BundleDemands Trusting(TestAuthority authority) => Log.Demands with { TimeStampRoots = authority.Roots };

    [Fact]
    public void one_of_a_pinned_authority_tells_when_the_tree_existed()
    {
        var report = Verify(Log.OfLicence(), Trusting(TestAuthority.Known));
        report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, report.Verdict.Detail);
        report.Summary!.TimeStamps.ShouldBe([new(7, Noon, "CN=Known authority", Pinned: true)]);
    }

    [Fact]
    public void one_that_nobody_vouches_for_is_shown_as_its_own_word()
    {
        var report = Verify(Log.OfLicence(), Log.Demands);
        report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
        report.Summary!.TimeStamps.ShouldBe([new(7, Noon, "CN=Known authority", Pinned: false)]);
    }

    [Fact]
    public void one_over_an_earlier_tree_counts_for_that_tree()
    {
        var report = Verify(WithEarlier(Log.CheckpointOf(3)), Trusting(TestAuthority.Known));
        report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, report.Verdict.Detail);
        report.Summary!.TimeStamps.Select(tree => tree.Size).ShouldBe([7, 3]);
    }

    [Fact]
    public void one_over_a_tree_that_the_log_does_not_continue_is_told()
    {
        var other = new Checkpoint(Log.Checkpoint.Origin, 3, LogHash.Sha256("other"u8));
        Code(WithEarlier(other), Log.Demands).ShouldBe((ExportOutcome.Tampered, "consistency"));
    }

    [Theory]
    [InlineData("log.example/other", 3)]
    [InlineData("registry.example/log/340100", 7)]
    [InlineData("registry.example/log/340100", 8)]
    public void one_over_no_earlier_checkpoint_of_the_log_is_told(string origin, long size)
    {
        var foreign = new Checkpoint(origin, size, Log.CheckpointOf(3).Root);
        Code(WithEarlier(foreign), Log.Demands).ShouldBe((ExportOutcome.Tampered, "timestamp"));
    }

    [Fact]
    public void one_over_an_earlier_tree_without_proof_leaves_the_bundle_incomplete()
    {
        var members = WithEarlier(Log.CheckpointOf(3));
        members.Remove(BundleFormat.Consistency(3));
        Code(members, Log.Demands).ShouldBe((ExportOutcome.Incomplete, "member-missing"));
    }

    [Fact]
    public void what_should_be_stamped_and_has_no_token_leaves_the_bundle_incomplete()
    {
        var members = WithEarlier(Log.CheckpointOf(3));
        members.Remove(BundleFormat.TimeStamp(2));
        Code(members, Log.Demands).ShouldBe((ExportOutcome.Incomplete, "member-missing"));
    }

    [Fact]
    public void one_of_another_checkpoint_is_told_whoever_is_pinned()
    {
        var members = Log.OfLicence();
        members[BundleFormat.TimeStamp(1)] = TestAuthority.Known.Stamp(Log.CheckpointOf(3));
        Code(members, Log.Demands).ShouldBe((ExportOutcome.Tampered, "timestamp"));
        Code(members, Trusting(TestAuthority.Known)).ShouldBe((ExportOutcome.Tampered, "timestamp"));
    }

    [Fact]
    public void one_of_an_authority_of_the_same_name_and_another_root_is_not_trusted()
    {
        var members = Log.OfLicence();
        members[BundleFormat.TimeStamp(1)] = new TestAuthority("Known authority").Stamp(Log.Checkpoint);
        Code(members, Trusting(TestAuthority.Known)).ShouldBe((ExportOutcome.UntrustedKey, "timestamp-authority"));
    }

    [Fact]
    public void one_good_one_is_enough_beside_a_stranger()
    {
        var members = Log.OfLicence();
        members[BundleFormat.TimeStamp(2)] = new TestAuthority("Stranger").Stamp(Log.Checkpoint);
        Verify(members, Trusting(TestAuthority.Known)).Summary!.TimeStamps.Select(tree => tree.Authority).ShouldBe(["CN=Known authority"]);
    }

    [Fact]
    public void none_where_one_was_asked_for_leaves_the_bundle_incomplete()
    {
        var members = Log.OfLicence();
        members.Remove(BundleFormat.TimeStamp(1));
        var report = Verify(members, Trusting(TestAuthority.Known));
        report.Integrity!.Outcome.ShouldBe(ExportOutcome.Ok);
        report.Completeness!.Code.ShouldBe("timestamp-missing");
        Code(members, Log.Demands).Item1.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void one_that_is_no_token_or_far_too_long_is_told()
    {
        var members = Log.OfLicence();
        members[BundleFormat.TimeStamp(1)] = [0x30, 0x03, 0x02, 0x01, 0x00];
        Code(members, Log.Demands).ShouldBe((ExportOutcome.Tampered, "timestamp"));
        members[BundleFormat.TimeStamp(1)] = new byte[(1 << 16) + 1];
        Code(members, Log.Demands).ShouldBe((ExportOutcome.Tampered, "member-too-long"));
    }

    private static Dictionary<string, byte[]> WithEarlier(Checkpoint stamped)
    {
        var members = Log.OfLicence();
        members[BundleFormat.TimeStamp(2)] = TestAuthority.Known.Stamp(stamped);
        members[BundleFormat.Stamped(2)] = Encoding.UTF8.GetBytes(stamped.ToText());
        return members;
    }

    private static (ExportOutcome, string) Code(Dictionary<string, byte[]> members, BundleDemands demands) =>
        Verify(members, demands).Verdict is var verdict ? (verdict.Outcome, verdict.Code) : default;

    private static BundleReport Verify(Dictionary<string, byte[]> members, BundleDemands demands) => Log.Verify(members, demands);
}
