using System.Text;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>A log that follows one whose signed tail is lost: it says so in entry 0, under the authority's key, or it is forged.</summary>
public sealed class Verifying_after_a_discontinuity
{
    private const string Before = "registry.example/log/340100/2026";
    private const string After = "registry.example/log/340100/2026-2";

    private static readonly NoteSigner BeforeKey = NewLogKey(Before);
    private static readonly NoteSigner AfterKey = NewLogKey(After);
    private static readonly string Lost = new Checkpoint(Before, 9, LogHash.FromBytes(new byte[32])).Sign(BeforeKey).ToString();

    [Fact]
    public void a_sound_history_is_ok_and_shows_what_was_lost()
    {
        var (verdict, summary) = Verify(Facts());
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.Ok, VerdictCodes.OkDiscontinuity), verdict.Detail);
        var loss = summary.Discontinuity.ShouldNotBeNull();
        (loss.After, loss.SignedSize, loss.Extended, loss.Size, loss.Lost).ShouldBe((Before, 9L, 5L, 6L, 4L));
        (loss.Kid, loss.Reason).ShouldBe((AuthorityKey.KeyId, "BackupRestored"));
    }

    [Fact]
    public void streams_go_on_from_wherever_they_were_and_then_without_gaps()
    {
        var stream = Guid.NewGuid();
        Fact Version(long version) => On(After, Minted() with { Stream = stream, Version = version });
        CodeOf([.. Facts(), Version(7), Version(8)]).ShouldBe(VerdictCodes.OkDiscontinuity);
        CodeOf([.. Facts(), Version(7), Version(9)]).ShouldBe(VerdictCodes.StreamOrder);
        CodeOf([.. Facts(), Version(7), Version(7)]).ShouldBe(VerdictCodes.StreamOrder);
        VerifyHistory([.. SmallExport.Facts(), Minted() with { Version = 2 }]).Code.ShouldBe(VerdictCodes.StreamOrder);
    }

    [Fact]
    public void a_discontinuity_that_the_authority_did_not_sign_is_caught()
    {
        CodeOf([Recorded() with { Signer = Stranger }, .. Facts()[1..]]).ShouldBe(VerdictCodes.KeyUnknown);
        CodeOf([Recorded() with { Signer = new Impostor(AuthorityKey, Stranger) }, .. Facts()[1..]]).ShouldBe(VerdictCodes.Signature);
        CodeOf([Recorded() with { Agency = Agency }, .. Facts()[1..]]).ShouldBe(VerdictCodes.SignerNotAgency);
    }

    [Fact]
    public void a_discontinuity_anywhere_but_at_the_beginning_is_caught()
    {
        CodeOf([.. Facts(), Recorded()]).ShouldBe(VerdictCodes.DiscontinuityMisplaced);
        VerifyHistory([.. SmallExport.Facts(), Recorded() with { Log = Origin }]).Code.ShouldBe(VerdictCodes.DiscontinuityMisplaced);
        VerifyHistory([Recorded() with { Log = Origin }]).Code.ShouldBe(VerdictCodes.DiscontinuityMisplaced);
    }

    [Fact]
    public void a_log_that_is_named_as_one_that_follows_must_say_after_what() =>
        CodeOf([On(After, KeyRecord(AuthorityKey, Authority))]).ShouldBe(VerdictCodes.DiscontinuityMissing);

    [Theory]
    [InlineData("\"extended\":\"5\"", "\"extended\":\"9\"")]
    [InlineData("\"extended\":\"5\"", "\"extended\":\"7\"")]
    [InlineData("\"extended\":\"5\"", "\"extended\":\"05\"")]
    [InlineData("\"extended\":\"5\"", "\"extended\":5")]
    [InlineData("\"size\":\"6\"", "\"size\":\"-1\"")]
    [InlineData("\\n9\\n", "\\n8\\n")]
    [InlineData("\"after\":\"registry", "\"after\":\"registrx")]
    [InlineData("\"orderedBy\":[\"op1\",\"op2\"]", "\"orderedBy\":[]")]
    [InlineData("\"owner\":\"340100\"", "\"owner\":\"340 100\"")]
    [InlineData("\"reason\":\"BackupRestored\"", "\"reason\":\"\"")]
    [InlineData("\"reason\":", "\"cause\":")]
    public void a_discontinuity_that_contradicts_itself_is_caught(string from, string to)
    {
        var data = Recorded().Data;
        data.ShouldContain(from);
        CodeOf([Recorded() with { Data = data.Replace(from, to, StringComparison.Ordinal) }]).ShouldBe(VerdictCodes.DiscontinuityMalformed);
    }

    [Fact]
    public void a_discontinuity_of_another_authority_s_log_is_caught()
    {
        var foreign = NewLogKey("registry.example/log/110000/2026");
        var note = new Checkpoint(foreign.Name, 9, LogHash.FromBytes(new byte[32])).Sign(foreign).ToString();
        CodeOf([Recorded(foreign, note)]).ShouldBe(VerdictCodes.DiscontinuityMalformed);
    }

    [Fact]
    public void what_becomes_of_a_key_of_the_log_before_is_of_no_effect_and_nobody_signs_with_it()
    {
        var ended = On(After, new Fact(
            "signing_key_retired.v1", Guid.NewGuid(), $$"""{"kid":"{{Stranger.KeyId}}","reason":"Scheduled"}""", AuthorityKey) { Version = 2 });
        CodeOf([.. Facts(), ended]).ShouldBe(VerdictCodes.OkDiscontinuity);
        CodeOf([.. Facts(), ended, On(After, Minted() with { Signer = Stranger })]).ShouldBe(VerdictCodes.KeyUnknown);
        VerifyHistory([.. SmallExport.Facts(), ended with { Log = Origin, Version = 1 }]).Code.ShouldBe(VerdictCodes.KeyEnd);
    }

    [Fact]
    public void a_receipt_shows_it_by_the_log_s_name_alone()
    {
        var entry = Encoding.UTF8.GetBytes(LineOfEntry());
        var checkpoint = new Checkpoint(After, 1, MerkleTree.LeafHash(entry)).Sign(AfterKey).ToString();
        var receipt = Encoding.UTF8.GetBytes(new TlogProof(0, [], checkpoint, entry).ToString());
        ReceiptVerifier.Verify(receipt, null, AfterKey.VerifierKey, out _).Code.ShouldBe(VerdictCodes.ReceiptDiscontinuity);
    }

    private static string LineOfEntry()
    {
        using var json = System.Text.Json.JsonDocument.Parse(LinesOf(Facts(), AfterKey)[1]);
        return json.RootElement.GetProperty("entry").GetRawText();
    }

    private static List<Fact> Facts() =>
    [
        Recorded(), On(After, KeyRecord(AgencyKey, Agency) with { Version = 3 }), On(After, Minted() with { Version = 2 }),
    ];

    private static Fact Recorded() => Recorded(BeforeKey, Lost);

    private static Fact Recorded(NoteSigner before, string note) => On(After, new Fact(
        Discontinuity.EventType, Guid.NewGuid(),
        $$"""
        {"after":"{{before.Name}}","vkey":"{{before.VerifierKey}}","checkpoint":"{{note.Replace("\n", "\\n", StringComparison.Ordinal)}}",
        "extended":"5","size":"6","root":"{{Convert.ToBase64String(new byte[32])}}","reason":"BackupRestored","orderedBy":["op1","op2"],
        "key":{{KeyData(AuthorityKey, Authority)}}}
        """, AuthorityKey));

    private static Fact On(string log, Fact fact) => fact with { Log = log };

    private static string CodeOf(IReadOnlyList<Fact> facts) => Verify(facts).Verdict.Code;

    private static (ExportVerdict Verdict, ExportSummary Summary) Verify(IReadOnlyList<Fact> facts)
    {
        using var file = new MemoryStream(Join(LinesOf(facts, AfterKey)));
        var verifier = new ExportVerifier(AfterKey.VerifierKey);
        return (ExportLines.Verify(file, verifier), verifier.Summary);
    }
}
