using Registry.Domain.Export;
using Registry.Domain.Log;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>Histories whose chain, tree and checkpoint are sound, because whoever made them holds the log's key.</summary>
public sealed class Verifying_hostile_entries
{
    [Fact]
    public void an_entry_signed_by_a_key_that_nobody_registered() =>
        ShouldBeFound("key-unknown", 2, Minted() with { Signer = Stranger });

    [Fact]
    public void an_entry_signed_by_a_stranger_in_the_name_of_a_registered_key() =>
        ShouldBeFound("signature", 2, Minted() with { Signer = new Impostor(AgencyKey, Stranger) });

    [Fact]
    public void an_entry_changed_after_it_was_signed() =>
        ShouldBeFound("signature", 2, Minted() with { Forge = entry => entry with { Type = "licence_revoked.v1" } });

    [Fact]
    public void an_entry_that_names_another_algorithm() =>
        ShouldBeFound("algorithm", 2, Minted() with { Forge = entry => entry with { Alg = "Ed25519" } });

    [Theory]
    [InlineData("access_disclosed.v1", 2, 1)]
    [InlineData("access_disclosed.v1", 1, 2)]
    [InlineData("access_refused.v1", 1, 0)]
    [InlineData("access_unmasked.v1", 1, 0)]
    [InlineData("access_disclosed.v1", 0, 1)]
    [InlineData("licence_minted.v1", 0, 1)]
    public void an_access_that_does_not_tag_each_person_or_something_else_that_tags_one(string type, int people, int tags) =>
        ShouldBeFound("access-tags", 2, Access(type, people, tags));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void an_access_that_tags_each_person_is_sound(int people) =>
        VerifyHistory([.. Facts(), Access("access_disclosed.v1", people, people)]).Code.ShouldBe("ok");

    private static Fact Access(string type, int people, int tags) =>
        new(type, Guid.NewGuid(), $$"""{"subjects":[{{string.Join(',', Enumerable.Repeat("\"s\"", people))}}]}""", AgencyKey)
        {
            Agency = Agency, Tags = [.. Enumerable.Repeat("AAAAAAAAAAAAAAAAAAAAAA", tags)],
        };

    [Fact]
    public void an_entry_of_an_SM2_key_that_says_ES256_or_the_other_way_round()
    {
        var sm2 = NewSm2Key();
        Fact[] registered = [.. Facts(), KeyRecord(sm2, Agency)];
        VerifyHistory([.. registered, Minted() with { Signer = sm2 }]).Code.ShouldBe("ok");
        foreach (var (signer, alg) in new[] { (sm2, "ES256"), (AgencyKey, "SM2SM3") })
        {
            var verdict = VerifyHistory([.. registered, Minted() with { Signer = signer, Forge = entry => entry with { Alg = alg } }]);
            (verdict.Code, verdict.Index).ShouldBe(("algorithm", 4));
        }
    }

    [Fact]
    public void an_entry_of_another_log() => ShouldBeFound("entry-other-log", 2, Minted() with { Log = "other.example/log" });

    [Fact]
    public void an_agency_that_signs_for_another() =>
        ShouldBeFound("signer-not-agency", 2, Minted() with { Agency = "11340100MB1AC01290" });

    [Fact]
    public void an_agency_that_signs_for_the_platform() => ShouldBeFound("signer-not-agency", 2, Minted() with { Agency = null });

    [Fact]
    public void the_authority_that_signs_for_an_agency() =>
        ShouldBeFound("signer-not-agency", 2, Minted() with { Signer = AuthorityKey });

    [Fact]
    public void the_authority_signs_what_no_agency_did() =>
        VerifyHistory([.. Facts(), Minted() with { Signer = AuthorityKey, Agency = null }]).Outcome.ShouldBe(ExportOutcome.Ok);

    [Fact]
    public void an_event_that_comes_twice()
    {
        var minted = Minted();
        ShouldBeFound("event-repeated", 3, minted, minted with { Version = 2 });
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(1, LogEntry.MaxVersion)]
    public void a_stream_with_a_gap_or_a_second_history(int before, long version)
    {
        var minted = Minted();
        Fact[] earlier = before == 1 ? [minted] : [];
        ShouldBeFound("stream-order", 2 + before, [.. earlier, minted with { Id = Guid.NewGuid(), Version = version }]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"data\"")]
    [InlineData("{}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"meta\":{}}")]
    [InlineData("{\"data\":{},\"meta\":null}")]
    [InlineData("{\"data\":{},\"meta\":[]}")]
    [InlineData("{\"data\":{},\"meta\":\"at\"}")]
    [InlineData("{\"data\":[],\"meta\":{\"at\":\"2026-03-01T08:00:00.000Z\"}}")]
    [InlineData("{\"data\":{},\"meta\":{}}")]
    [InlineData("{\"data\":{},\"meta\":{\"at\":5}}")]
    [InlineData("{\"data\":{},\"meta\":{\"agency\":null,\"at\":\"2026-03-01T08:00:00.000Z\"}}")]
    [InlineData("{\"data\":{},\"meta\":{\"actor\":{},\"at\":\"2026-03-01T08:00:00.000Z\"}}")]
    [InlineData("{\"data\":{},\"meta\":{\"at\":\"2026-03-01T08:00:00.000Z\"},\"more\":1}")]
    public void a_payload_of_another_shape(string payload)
    {
        ShouldBeFound("payload-malformed", 2, Minted() with { Payload = payload });
        VerifyHistory([KeyRecord(AuthorityKey, Authority) with { Payload = payload }]).Code.ShouldBe("payload-malformed");
    }

    [Fact]
    public void a_payload_with_another_time() => ShouldBeFound(
        "time", 2, Minted() with { Payload = "{\"data\":{},\"meta\":{\"at\":\"2026-03-01T08:00:00.001Z\"}}" });

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"algorithm\":5,\"kid\":[],\"owner\":{},\"publicKey\":null}")]
    [InlineData("{\"algorithm\":\"ES256\",\"kid\":\"k\",\"owner\":\"340100\",\"publicKey\":\"?\"}")]
    [InlineData("{\"algorithm\":\"ES256\",\"kid\":\"47DEQpj8HBSa-_TI\",\"owner\":\"340100\",\"publicKey\":\"\"}")]
    public void a_key_record_of_another_shape(string data)
    {
        ShouldBeFound("key-record", 2, KeyRecord(Stranger, Agency) with { Data = data });
        VerifyHistory([KeyRecord(AuthorityKey, Authority) with { Data = data }]).Code.ShouldBe("key-record");
    }

    [Fact]
    public void a_key_record_that_spells_its_key_otherwise()
    {
        var data = KeyData(Stranger, Agency);
        foreach (var (written, instead) in new[] { ("==\"}", "== \"}"), ("}", ",\"more\":1}"), ("ES256", "none") })
        {
            var other = data.Replace(written, instead, StringComparison.Ordinal);
            other.ShouldNotBe(data);
            ShouldBeFound("key-record", 2, KeyRecord(Stranger, Agency) with { Data = other });
        }
        ShouldBeFound("key-record", 2, KeyRecord(Stranger, owner: ""));
    }

    [Fact]
    public void a_key_record_under_another_id()
    {
        var data = KeyData(Stranger, Agency).Replace(Stranger.KeyId, AgencyKey.KeyId, StringComparison.Ordinal);
        ShouldBeFound("key-record", 2, KeyRecord(Stranger, Agency) with { Data = data });
    }

    [Fact]
    public void a_key_that_is_registered_again_for_another_owner() =>
        ShouldBeFound("key-repeated", 2, KeyRecord(AgencyKey, "11340100MB1AC01290"));

    [Fact]
    public void a_key_that_an_agency_introduces() =>
        ShouldBeFound("key-introduced", 2, KeyRecord(Stranger, Agency, by: AgencyKey) with { Agency = Agency });

    [Fact]
    public void a_key_that_introduces_itself_behind_entry_0() =>
        ShouldBeFound("key-introduced", 2, KeyRecord(Stranger, Authority, by: Stranger));

    [Fact]
    public void a_first_entry_that_is_no_key_record_or_not_signed_by_the_key_it_introduces()
    {
        VerifyHistory([Minted()]).ShouldSatisfyAllConditions(v => v.Code.ShouldBe("key-unknown"), v => v.Index.ShouldBe(0));
        VerifyHistory([KeyRecord(AuthorityKey, Authority, by: Stranger)]).Code.ShouldBe("key-unknown");
    }

    [Fact]
    public void the_authority_may_have_a_second_key()
    {
        var licence = Minted() with { Signer = Stranger, Agency = null };
        VerifyHistory([.. Facts(), KeyRecord(Stranger, Authority), licence]).Outcome.ShouldBe(ExportOutcome.Ok);
    }

    /// <summary>Signatures are verified in batches beside the replay, which by then has come to other faults.</summary>
    [Fact]
    public void the_first_fault_is_told_though_a_later_one_is_noticed_before_it()
    {
        var forged = Minted() with { Signer = new Impostor(AgencyKey, Stranger) };
        Fact[] Sound(int count) => [.. Enumerable.Range(0, count).Select(_ => Minted())];
        ShouldBeFound(
            "signature", 302,
            [.. Sound(300), forged, .. Sound(400), forged with { Id = Guid.NewGuid(), Stream = Guid.NewGuid() },
             Minted() with { Signer = Stranger }]);
    }

    private static void ShouldBeFound(string code, long index, params Fact[] added)
    {
        var verdict = VerifyHistory([.. Facts()[..2], .. added]);
        (verdict.Outcome, verdict.Code, verdict.Index).ShouldBe((ExportOutcome.Tampered, code, index), verdict.Detail);
    }
}
