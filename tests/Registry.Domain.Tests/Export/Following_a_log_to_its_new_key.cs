using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>A log goes over to another key, and whoever has pinned the old one can follow, offline.</summary>
public sealed class Following_a_log_to_its_new_key
{
    private static readonly NoteSigner Old = SmallExport.LogKey;
    private static readonly NoteSigner New = NewLogKey(Origin);

    [Fact]
    public void while_both_sign_either_pin_is_good()
    {
        List<Fact> facts = [.. Facts(), Registered(Old), Introduced(New, Old)];
        Verify(facts, Old.VerifierKey, New, Old).ShouldBe(("ok", false));
        Verify(facts, New.VerifierKey, New, Old).ShouldBe(("ok", false));
    }

    [Fact]
    public void after_the_old_one_is_retired_its_pin_leads_to_the_new_one_which_is_said()
    {
        List<Fact> facts = [.. Facts(), Registered(Old), Introduced(New, Old), Retired(Old)];
        Verify(facts, Old.VerifierKey, New).ShouldBe(("ok", true));
        Verify(facts, New.VerifierKey, New).ShouldBe(("ok", false));
    }

    [Fact]
    public void a_pin_leads_over_several_rotations()
    {
        var third = NewLogKey(Origin);
        List<Fact> facts = [.. Facts(), Registered(Old), Introduced(New, Old), Retired(Old), Introduced(third, New), Retired(New)];
        Verify(facts, Old.VerifierKey, third).ShouldBe(("ok", true));
    }

    [Fact]
    public void a_retired_key_alone_signs_nothing_that_holds_its_end()
    {
        List<Fact> facts = [.. Facts(), Registered(Old), Introduced(New, Old), Retired(Old)];
        Verify(facts, Old.VerifierKey, Old).Code.ShouldBe("checkpoint-key-ended");
        Verify(facts, null, Old).Code.ShouldBe("checkpoint-key-ended");
        Verify(facts[..^1], Old.VerifierKey, Old).Code.ShouldBe("ok");
    }

    [Fact]
    public void a_key_signs_nothing_before_its_introduction()
    {
        Verify([.. Facts(), Registered(Old)], Old.VerifierKey, New, Old).Code.ShouldBe("checkpoint-key-ended");
        Verify([.. Facts(), Registered(Old)], Old.VerifierKey, Old, New).Code.ShouldBe("checkpoint-malformed");
    }

    [Fact]
    public void a_compromised_key_leads_nowhere_by_what_it_introduced_when_it_was_suspect()
    {
        List<Fact> facts = [.. Facts(), Registered(Old), Introduced(New, Old)];
        Verify([.. facts, Compromised(Old, 5)], Old.VerifierKey, New).ShouldBe(("ok", true));
        Verify([.. facts, Compromised(Old, 4)], Old.VerifierKey, New).Code.ShouldBe("vkey-not-pinned");
        Verify([.. facts, Compromised(Old, 4)], New.VerifierKey, New).Code.ShouldBe("ok");
        Verify([.. facts, Compromised(Old, 4)], Old.VerifierKey, Old).Code.ShouldBe("checkpoint-key-ended");
    }

    [Fact]
    public void nobody_but_a_live_key_introduces_another()
    {
        var stranger = NewLogKey(Origin);
        ShouldBeFound([.. Facts(), Introduced(New, Old)]);
        ShouldBeFound([.. Facts(), Registered(Old), Registered(New)]);
        ShouldBeFound([.. Facts(), Registered(Old), Introduced(New, stranger)]);
        ShouldBeFound([.. Facts(), Registered(Old), Introduced(New, Old, LogKeyIntroduction.Write(stranger, New.VerifierKey))]);
        ShouldBeFound([.. Facts(), Registered(Old), Introduced(New, Old, LogKeyIntroduction.Write(Old, stranger.VerifierKey))]);
        ShouldBeFound([.. Facts(), Registered(Old), Introduced(New, Old), Retired(Old), Introduced(stranger, Old)]);
        ShouldBeFound([.. Facts(), Registered(Old), Introduced(New, Old), Retired(stranger)]);
    }

    [Fact]
    public void only_the_authority_tells_of_the_logs_keys() =>
        ShouldBeFound([.. Facts(), Registered(Old) with { Signer = AgencyKey, Agency = Agency }]);

    [Fact]
    public void a_pin_that_never_introduced_anything_is_not_followed() =>
        Verify([.. Facts(), Registered(Old), Introduced(New, Old)], NewLogKey(Origin).VerifierKey, New, Old).Code.ShouldBe("vkey-not-pinned");

    [Fact]
    public void every_flipped_bit_of_a_checkpoint_with_several_lines_is_found()
    {
        var lines = LinesOf([.. Facts(), Registered(Old), Introduced(New, Old)], New, Old);
        var start = lines[..^1].Sum(line => line.Length);
        var file = Join(lines);
        for (var at = start; at < file.Length; at++)
        {
            file[at] ^= 1;
            SmallExport.Verify(file, Old.VerifierKey).Outcome.ShouldNotBe(ExportOutcome.Ok, $"byte {at - start}");
            file[at] ^= 1;
        }
    }

    private static (string Code, bool Followed) Verify(List<Fact> facts, NoteVerifierKey? pinned, params NoteSigner[] signers)
    {
        var verifier = new ExportVerifier(pinned);
        var verdict = SmallExport.Verify(Join(LinesOf(facts, signers)), verifier);
        return (verdict.Code, verifier.Summary.Followed);
    }

    private static void ShouldBeFound(List<Fact> facts) => VerifyHistory(facts).Code.ShouldBe("log-key");

    private static Fact Registered(NoteSigner key) => Of("log_key_registered.v1", $$"""{"vkey":"{{key.VerifierKey}}"}""");

    private static Fact Introduced(NoteSigner key, NoteSigner by, string? note = null)
    {
        var text = System.Text.Json.JsonEncodedText.Encode(note ?? LogKeyIntroduction.Write(by, key.VerifierKey));
        return Of("log_key_introduced.v1", $$"""{"by":"{{by.VerifierKey}}","note":"{{text}}","vkey":"{{key.VerifierKey}}"}""");
    }

    private static Fact Retired(NoteSigner key) =>
        Of("log_key_retired.v1", $$"""{"reason":"Scheduled","vkey":"{{key.VerifierKey}}"}""");

    private static Fact Compromised(NoteSigner key, long from) => Of(
        "log_key_compromised.v1",
        $$"""{"from":"{{from}}","log":"{{Origin}}","reason":"KeyExposed","reportedBy":"Auditor","vkey":"{{key.VerifierKey}}"}""");

    private static Fact Of(string type, string data) => new(type, Guid.NewGuid(), data, AuthorityKey);
}
