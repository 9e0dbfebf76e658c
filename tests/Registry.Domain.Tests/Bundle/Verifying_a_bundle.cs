using System.Text;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>What each scope shows, what is missing, and what the verifier demands beside it.</summary>
public sealed class Verifying_a_bundle
{
    private static SmallBundle Log => SmallBundle.Log;

    public static TheoryData<string> Scopes => ["everything", "licence", "period"];

    [Theory, MemberData(nameof(Scopes))]
    public void a_sound_bundle_is_intact_and_complete(string scope)
    {
        var report = Log.Verify(MembersOf(scope));
        report.ShouldSatisfyAllConditions(
            r => r.Integrity!.Code.ShouldBe("bundle-intact"), r => r.Completeness!.Code.ShouldBe("bundle-complete"),
            r => r.Freshness!.Code.ShouldBe("age-unasked"), r => r.Verdict.Outcome.ShouldBe(ExportOutcome.Ok));
        report.Summary.ShouldNotBeNull().ShouldSatisfyAllConditions(
            s => s.Scope.ShouldBe(scope), s => s.Size.ShouldBe(7), s => s.Keys.ShouldBe(2), s => s.Pinned.ShouldBeTrue(),
            s => s.Entries.ShouldBe(scope == "everything" ? 7 : 5), s => s.TimeStamps.ShouldHaveSingleItem().Size.ShouldBe(7),
            s => s.Root.ShouldBe(Log.Checkpoint.Root.ToString()));
    }

    [Theory, MemberData(nameof(Scopes))]
    public void without_a_pinned_key_it_says_so(string scope) =>
        Log.Verify(MembersOf(scope), Log.Demands with { Key = null }).Summary!.Pinned.ShouldBeFalse();

    [Theory, MemberData(nameof(Scopes))]
    public void another_key_than_the_pinned_one_is_not_trusted(string scope)
    {
        var report = Log.Verify(MembersOf(scope), Log.Demands with { Key = SmallExport.NewLogKey(SmallExport.Origin).VerifierKey });
        (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.UntrustedKey, "vkey-not-pinned"));
        report.Summary.ShouldBeNull();
    }

    [Fact]
    public void another_log_than_the_one_asked_for_is_not_trusted() =>
        Log.Verify(Log.OfLicence(), Log.Demands with { Origin = "other.example/log" }).Verdict.Code.ShouldBe("origin-not-pinned");

    [Fact]
    public void a_checkpoint_that_a_stranger_signed_is_not_the_log_s()
    {
        var members = Log.OfLicence();
        var stranger = SmallExport.NewLogKey(SmallExport.Origin);
        members[BundleFormat.Checkpoint] = Encoding.UTF8.GetBytes(Log.Checkpoint.Sign(stranger).ToString());
        Log.Verify(members).Verdict.Code.ShouldBe("checkpoint-signature");
    }

    [Fact]
    public void cosignatures_of_strangers_do_no_harm()
    {
        var members = Log.OfLicence();
        var witness = SmallExport.NewLogKey("witness.example").Sign(Log.Checkpoint.ToText());
        members[BundleFormat.Checkpoint] = Encoding.UTF8.GetBytes(Log.Checkpoint.Sign(SmallExport.LogKey).With(witness).ToString());
        Log.Verify(members).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void a_withheld_payload_is_counted_and_all_else_still_judged()
    {
        var members = Log.Members(new BundleScope.Licence(SmallBundle.Licence), [0, 1, 2, 4, 5], withheld: [4]);
        var report = Log.Verify(members);
        (report.Verdict.Outcome, report.Summary!.Withheld).ShouldBe((ExportOutcome.Ok, 1));
    }

    [Fact]
    public void a_key_record_is_never_withheld() =>
        Log.Verify(Log.Members(new BundleScope.Licence(SmallBundle.Licence), [0, 1, 2, 4, 5], withheld: [1]))
            .Verdict.Code.ShouldBe("key-record");

    [Theory]
    [InlineData("period", 3, "entries-missing", 3)]
    [InlineData("period", 4, "entries-missing", 4)]
    [InlineData("period", 5, "entries-missing", 5)]
    [InlineData("licence", 2, "stream-gap", 4)]
    [InlineData("licence", 4, "stream-gap", 5)]
    [InlineData("licence", 1, "key-record-missing", 2)]
    [InlineData("licence", 0, "key-record-missing", 0)]
    public void a_missing_entry_leaves_the_rest_intact_and_is_told(string scope, int gone, string code, long index)
    {
        var members = scope == "period"
            ? Log.Members(new BundleScope.Period(3, 6), [.. new[] { 0, 1, 3, 4, 5 }.Where(i => i != gone)])
            : Log.Members(new BundleScope.Licence(SmallBundle.Licence), [.. new[] { 0, 1, 2, 4, 5 }.Where(i => i != gone)]);
        var report = Log.Verify(members);
        report.Integrity!.Outcome.ShouldBe(ExportOutcome.Ok);
        report.Completeness.ShouldSatisfyAllConditions(
            c => c!.Outcome.ShouldBe(ExportOutcome.Incomplete), c => c!.Code.ShouldBe(code), c => c!.Index.ShouldBe(index));
        report.Verdict.ShouldBe(report.Completeness);
    }

    /// <summary>The limit that the documentation states: nothing shows that the newest entries of a stream are missing.</summary>
    [Fact]
    public void the_tail_of_a_stream_may_be_missing_unseen() =>
        Log.Verify(Log.Members(new BundleScope.Licence(SmallBundle.Licence), [0, 1, 2, 4])).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);

    [Fact]
    public void a_bundle_without_any_entry_lacks_the_authority_s_key() =>
        Log.Verify(Log.Members(new BundleScope.Period(3, 3), [])).Verdict.Code.ShouldBe("key-record-missing");

    [Theory]
    [InlineData("everything", 0)]
    [InlineData("everything", 3)]
    [InlineData("everything", 7)]
    [InlineData("licence", 0)]
    [InlineData("licence", 3)]
    [InlineData("licence", 7)]
    public void the_last_checkpoint_is_extended(string scope, int size)
    {
        var report = Log.Verify(MembersOf(scope), Log.Demands with { Last = Log.CheckpointOf(size) });
        (report.Verdict.Outcome, report.Summary!.ExtendsSize).ShouldBe((ExportOutcome.Ok, (long?)size));
    }

    [Theory]
    [InlineData("everything", 3)]
    [InlineData("everything", 7)]
    [InlineData("licence", 3)]
    [InlineData("licence", 7)]
    public void another_history_than_the_one_seen_last_is_a_fork(string scope, long size)
    {
        var seen = new Checkpoint(SmallExport.Origin, size, LogHash.Sha256("another history"u8));
        var report = Log.Verify(MembersOf(scope), Log.Demands with { Last = seen });
        (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Tampered, "consistency"));
        report.Verdict.Detail.ShouldContain(seen.Root.ToString());
    }

    [Fact]
    public void without_the_proof_asked_for_it_cannot_be_told()
    {
        var report = Log.Verify(Log.OfLicence(), Log.Demands with { Last = Log.CheckpointOf(4) });
        (report.Integrity!.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Ok, "consistency-missing"));
        report.Summary!.ExtendsSize.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Scopes))]
    public void a_bundle_older_than_the_last_checkpoint_is_stale(string scope)
    {
        var seen = new Checkpoint(SmallExport.Origin, 8, LogHash.Sha256("later"u8));
        var report = Log.Verify(MembersOf(scope), Log.Demands with { Last = seen });
        (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Stale, "older-than-last"));
    }

    [Fact]
    public void an_age_that_nobody_else_bears_out_is_unknown() =>
        Log.Verify(Log.OfLicence(), Log.Demands with { MaxAge = TimeSpan.FromHours(1) }).Verdict
            .ShouldSatisfyAllConditions(v => v.Outcome.ShouldBe(ExportOutcome.Stale), v => v.Code.ShouldBe("age-unknown"));

    [Fact]
    public void the_same_members_make_the_same_bytes()
    {
        var members = Log.Everything();
        SmallBundle.Zip(members).ShouldBe(SmallBundle.Zip(members));
    }

    [Fact]
    public void entries_are_passed_on_in_the_order_of_the_log()
    {
        var seen = new List<long>();
        using var file = new MemoryStream(SmallBundle.Zip(Log.OfLicence()));
        new BundleVerifier(Log.Demands, entry => seen.Add(entry.Index)).Verify(file);
        seen.ShouldBe([0, 1, 2, 4, 5]);
    }

    private static Dictionary<string, byte[]> MembersOf(string scope) => scope switch
    {
        "everything" => Log.Everything(),
        "licence" => Log.OfLicence(),
        _ => Log.OfPeriod(),
    };
}
