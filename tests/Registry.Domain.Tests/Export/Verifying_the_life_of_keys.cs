using Registry.Domain.Export;
using Registry.Domain.Signatures;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>Rotation, retirement and compromise: position in the log decides, whatever time an entry claims.</summary>
public sealed class Verifying_the_life_of_keys
{
    private static readonly ISigner Successor = NewKey();
    private static readonly ISigner AuthoritySuccessor = NewKey();

    [Fact]
    public void old_and_new_key_both_sign_until_the_old_one_is_retired() =>
        VerifyHistory([.. Rotated(), Minted(), Minted() with { Signer = Successor }, Retired(AgencyKey),
            Minted() with { Signer = Successor }]).Code.ShouldBe("ok");

    [Fact]
    public void a_retired_key_that_signs_is_found_however_early_the_entry_says_it_was() =>
        ShouldBeFound("key-not-valid-at", 5, [.. Rotated(), Retired(AgencyKey), Minted() with { Time = Minted().Time.AddYears(-1) }]);

    [Fact]
    public void a_key_signs_its_own_retirement_or_compromise_no_more()
    {
        List<Fact> facts = [.. Facts(), KeyRecord(AuthoritySuccessor, Authority)];
        ShouldBeFound("key-not-valid-at", 4, [.. facts, Retired(AuthorityKey)]);
        ShouldBeFound("key-not-valid-at", 4, [.. facts, Compromised(AuthorityKey, "1")]);
        VerifyHistory([.. facts, Retired(AuthorityKey, AuthoritySuccessor)]).Code.ShouldBe("ok");
    }

    [Fact]
    public void a_retired_key_of_the_authority_introduces_nobody() =>
        ShouldBeFound("key-not-valid-at", 5, [.. Facts(), KeyRecord(AuthoritySuccessor, Authority),
            Retired(AuthorityKey, AuthoritySuccessor), KeyRecord(Stranger, Agency)]);

    [Fact]
    public void entries_of_a_compromised_key_are_suspect_and_the_history_still_verifies()
    {
        var summary = Summary([.. Rotated(), Minted(), Minted() with { Signer = Successor }, Compromised(AgencyKey, "2"),
            Minted() with { Signer = Successor }]);
        summary.Suspects.ShouldBe([new SuspectRange(AgencyKey.KeyId, Agency, 2, 5)]);
    }

    [Fact]
    public void a_compromised_key_that_signs_is_found() =>
        ShouldBeFound("key-not-valid-at", 5, [.. Rotated(), Compromised(AgencyKey, "3"), Minted()]);

    [Fact]
    public void a_retired_key_is_suspect_up_to_its_retirement_and_from_the_earliest_report_on()
    {
        List<Fact> facts = [.. Rotated(), Retired(AgencyKey), Minted() with { Signer = Successor }, Compromised(AgencyKey, "3")];
        Summary(facts).Suspects.ShouldBe([new SuspectRange(AgencyKey.KeyId, Agency, 3, 3)]);
        Summary([.. facts, Compromised(AgencyKey, "2")]).Suspects.ShouldBe([new SuspectRange(AgencyKey.KeyId, Agency, 2, 3)]);
        Summary([.. Rotated(), Retired(AgencyKey), Compromised(AgencyKey, "5")]).Suspects.ShouldBeEmpty();
    }

    [Fact]
    public void a_compromise_in_an_earlier_log_makes_all_entries_here_suspect() =>
        Summary([.. Rotated(), Compromised(AgencyKey, "900", log: "registry.example/log/340100/2025")])
            .Suspects.ShouldBe([new SuspectRange(AgencyKey.KeyId, Agency, 1, 3)]);

    [Theory]
    [InlineData("5", "key-end")]
    [InlineData("04", "key-end")]
    [InlineData("-1", "key-end")]
    [InlineData("", "key-end")]
    [InlineData("9223372036854775808", "key-end")]
    [InlineData("4", "ok")]
    public void a_compromise_begins_at_an_index_of_the_log_as_it_stands(string from, string code) =>
        VerifyHistory([.. Rotated(), Compromised(AgencyKey, from)]).Code.ShouldBe(code);

    [Theory]
    [InlineData("signing_key_retired.v1", "{}")]
    [InlineData("signing_key_retired.v1", "{\"kid\":5,\"reason\":\"Scheduled\"}")]
    [InlineData("signing_key_retired.v1", "{\"kid\":\"AAAAAAAAAAAAAAAA\",\"reason\":\"Scheduled\"}")]
    [InlineData("signing_key_compromised.v1", "{\"kid\":\"AAAAAAAAAAAAAAAA\"}")]
    [InlineData("signing_key_compromised.v1", "{\"from\":1,\"kid\":\"k\",\"log\":\"l\",\"reason\":\"r\",\"reportedBy\":\"o\"}")]
    public void an_end_that_cannot_be_read_or_of_a_key_unknown_is_found(string type, string data) =>
        ShouldBeFound("key-end", 3, [.. Facts(), new Fact(type, Guid.NewGuid(), data, AuthorityKey)]);

    [Fact]
    public void an_agency_ends_no_key() =>
        ShouldBeFound("key-ended-by", 4, [.. Rotated(), Retired(AgencyKey, Successor) with { Agency = Agency }]);

    /// <summary>Attack 19 of the operations reference: the key in the table is swapped, the log still has the first one.</summary>
    [Fact]
    public void a_public_key_swapped_for_another_is_not_the_one_its_id_names()
    {
        var swapped = KeyData(AgencyKey, Agency).Replace(
            Convert.ToBase64String(AgencyKey.PublicKeySpki), Convert.ToBase64String(Stranger.PublicKeySpki));
        ShouldBeFound("key-record", 1, [Facts()[0], Facts()[1] with { Data = swapped }]);
        ShouldBeFound("key-unknown", 2, [Facts()[0], KeyRecord(Stranger, Agency), Minted()]);
    }

    private static List<Fact> Rotated() => [.. Facts(), KeyRecord(Successor, Agency)];

    private static Fact Retired(ISigner key, ISigner? by = null) => new(
        "signing_key_retired.v1", Guid.NewGuid(), $$"""{"kid":"{{key.KeyId}}","reason":"Scheduled"}""", by ?? AuthorityKey);

    private static Fact Compromised(ISigner key, string from, string log = Origin) => new(
        "signing_key_compromised.v1", Guid.NewGuid(),
        $$"""{"kid":"{{key.KeyId}}","log":"{{log}}","from":"{{from}}","reason":"KeyExposed","reportedBy":"Auditor"}""", AuthorityKey);

    private static ExportSummary Summary(IReadOnlyList<Fact> facts)
    {
        var verifier = new ExportVerifier(pinned: null);
        foreach (var line in LinesOf(facts))
            verifier.Take(line.AsSpan(..^1)).ShouldBeNull();
        verifier.Finish().Code.ShouldBe("ok");
        return verifier.Summary;
    }

    private static void ShouldBeFound(string code, long index, IReadOnlyList<Fact> facts)
    {
        var verdict = VerifyHistory(facts);
        (verdict.Outcome, verdict.Code, verdict.Index).ShouldBe((ExportOutcome.Tampered, code, index), verdict.Detail);
    }
}
