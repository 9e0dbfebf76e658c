using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Bundle;

/// <summary>A licence that a batch minted comes with the batch, and the batch must have stood behind it.</summary>
public sealed class Showing_the_batch_of_a_licence
{
    private const string Case = "00000000-0000-4000-8000-0000000000cc";
    private static readonly Guid Batch = new("00000000-0000-8000-8000-0000000000bb");
    private static readonly Guid Other = new("00000000-0000-8000-8000-0000000000bc");

    [Fact]
    public void with_proposal_and_approval_it_is_intact_and_complete()
    {
        var report = Verify(Sound());
        (report.Integrity!.Code, report.Completeness!.Code, report.Summary!.Entries).ShouldBe(("bundle-intact", "bundle-complete", 8));
    }

    [Fact]
    public void one_that_was_minted_for_a_case_of_the_list_is_too() => Verify(Minting(Case)).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);

    [Fact]
    public void one_that_was_ended_afterwards_or_meanwhile_is_too() =>
        Verify([Proposed(), Approved(), OfBatch("licence_batch_ended.v1", 3, """{"by":"b"}"""), Reissued()]).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);

    [Fact]
    public void without_the_batch_it_is_incomplete()
    {
        var log = new SmallBundle(Sound());
        var report = log.Verify(log.Members(new BundleScope.Licence(SmallBundle.Licence), [0, 1, 2, 4, 5, 9]));
        (report.Integrity!.Code, report.Completeness!.Code, report.Completeness.Index).ShouldBe(("bundle-intact", "batch-missing", 9));
    }

    [Theory]
    [InlineData(7, "stream-gap")]
    [InlineData(8, "batch-approval-missing")]
    public void without_an_entry_of_the_batch_it_is_incomplete(int gone, string code)
    {
        var log = new SmallBundle(Sound());
        var report = log.Verify(log.Members(Scope, [.. new[] { 0, 1, 2, 4, 5, 7, 8, 9 }.Where(i => i != gone)]));
        (report.Integrity!.Code, report.Completeness!.Code).ShouldBe(("bundle-intact", code));
    }

    public static TheoryData<string, string> Unapproved => new()
    {
        { "late", "it was approved by entry 9" }, { "alone", "who proposed it approved it" }, { "version", "for version 3" },
        { "kind", "proposed as minting_batch_proposed.v1" }, { "case", "its list has no case" },
    };

    [Theory, MemberData(nameof(Unapproved))]
    public void a_batch_that_did_not_stand_behind_it_is_told(string wrong, string why)
    {
        var verdict = Verify(wrong switch
        {
            "late" => [Proposed(), Reissued(), Approved()],
            "alone" => [Proposed(), Approved(by: "a"), Reissued()],
            "version" => [Proposed(version: 3), Approved(), Reissued()],
            "kind" => [Listing(Case), Approved(), Reissued()],
            _ => Minting("00000000-0000-4000-8000-0000000000cd"),
        }).Verdict;
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.Tampered, "batch-unapproved"));
        verdict.Detail.ShouldContain(why);
    }

    [Fact]
    public void a_batch_that_no_entry_names_has_no_place_in_it()
    {
        var log = new SmallBundle([.. Sound(), OfBatch("reissue_batch_proposed.v1", 1, "{}") with { Stream = Other }]);
        var scope = new BundleScope.Licence(SmallBundle.Licence) { Batches = [Batch, Other] };
        log.Verify(log.Members(scope, [0, 1, 2, 4, 5, 7, 8, 9, 10])).Verdict.Code.ShouldBe("entry-unasked");
        // The licence's own entry, which might name it, is withheld.
        log.Verify(log.Members(scope, [0, 1, 2, 4, 5, 7, 8, 9, 10], withheld: [4])).Verdict.Outcome.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void another_stream_does_not_pass_for_a_batch() =>
        Verify([Proposed(), Approved(), OfBatch("licence_minted.v1", 3, "{}"), Reissued()]).Verdict.Code.ShouldBe("entry-unasked");

    private static BundleScope.Licence Scope => new(SmallBundle.Licence) { Batches = [Batch] };

    private static Fact[] Sound() => [Proposed(), Approved(), Reissued()];

    private static Fact[] Minting(string listed) =>
    [
        Listing(listed), Approved(),
        OfLicence("licence_batch_minted.v1", $$"""{"batch":"{{Batch}}","case":"{{Case}}","typeVersion":2}"""),
    ];

    private static Fact Proposed(int version = 2) => OfBatch("reissue_batch_proposed.v1", 1, $$"""{"by":"a","typeVersion":{{version}}}""");

    private static Fact Listing(string @case) =>
        OfBatch("minting_batch_proposed.v1", 1, $$"""{"by":"a","cases":["{{@case}}"],"typeVersion":2}""");

    private static Fact Approved(string by = "b") => OfBatch("licence_batch_approved.v1", 2, $$"""{"by":"{{by}}"}""");

    private static Fact Reissued() => OfLicence("licence_reissued.v1", $$"""{"batch":"{{Batch}}","typeVersion":2}""");

    private static Fact OfBatch(string type, long version, string data) => new(type, Batch, data, AgencyKey) { Agency = Agency, Version = version };

    private static Fact OfLicence(string type, string data) =>
        new(type, SmallBundle.Licence, data, AgencyKey) { Agency = Agency, Version = 4 };

    private static BundleReport Verify(Fact[] more)
    {
        var log = new SmallBundle(more);
        return log.Verify(log.Members(Scope, [0, 1, 2, 4, 5, .. Enumerable.Range(7, more.Length)]));
    }
}
