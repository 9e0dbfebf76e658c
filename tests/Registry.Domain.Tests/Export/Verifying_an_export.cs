using System.Text;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Shouldly;
using Xunit;
using static Registry.Domain.Tests.Export.SmallExport;

namespace Registry.Domain.Tests.Export;

/// <summary>Changes to the file as a whole: lines, bits, keys and checkpoints.</summary>
public sealed class Verifying_an_export
{
    [Fact]
    public void a_sound_export_is_ok_pinned_or_not()
    {
        var file = Join(LinesOf(Facts()));
        Verify(file).ShouldBe(new ExportVerdict(ExportOutcome.Ok, "ok", null, "3 entries under one signed checkpoint."));
        Verify(file, LogKey.VerifierKey).Outcome.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void the_summary_tells_what_was_verified()
    {
        var verifier = new ExportVerifier(pinned: null);
        foreach (var line in LinesOf(Facts()))
            verifier.Take(line.AsSpan(..^1)).ShouldBeNull();
        verifier.Finish().Outcome.ShouldBe(ExportOutcome.Ok);
        verifier.Summary.ShouldSatisfyAllConditions(
            s => s.Log.ShouldBe(Origin), s => s.Size.ShouldBe(3), s => s.Keys.ShouldBe(2), s => s.Streams.ShouldBe(3),
            s => s.VerifierKey.ShouldBe(LogKey.VerifierKey.ToString()), s => s.Pinned.ShouldBeFalse());
    }

    /// <summary>The worked example of docs/log-format.md: what was exported once stays verifiable.</summary>
    [Fact]
    public void the_published_example_verifies()
    {
        var verifier = new ExportVerifier(pinned: null);
        foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "vectors", "log-export.jsonl")))
            verifier.Take(Encoding.UTF8.GetBytes(line)).ShouldBeNull();
        verifier.Finish().Outcome.ShouldBe(ExportOutcome.Ok);
        verifier.Summary.Chain.ShouldBe("1a8eab3399dbe62896d49acead3496fd6b2fe93d66c4b580b88f08f70080a4c0");
        verifier.Summary.Root.ShouldBe("8b6ffec1bbca20969f5e6659b018ccd91b6a24926821a0eaa5adf80bb17c03ff");
    }

    [Fact]
    public void an_empty_log_is_ok() => VerifyHistory([]).Code.ShouldBe("ok");

    [Fact]
    public void an_empty_file_is_incomplete() =>
        Verify([]).ShouldSatisfyAllConditions(
            v => v.Outcome.ShouldBe(ExportOutcome.Incomplete), v => v.Code.ShouldBe("head-missing"));

    /// <summary>
    /// Without a pinned key, which is the harder case. A bit in an entry's line, its line feed included, is found at that
    /// entry: a lost line feed makes one faulty line of it and the next, a gained one ends it early.
    /// </summary>
    [Fact]
    public void every_flipped_bit_is_found_and_those_in_an_entry_at_that_entry()
    {
        var lines = LinesOf(Facts());
        var file = Join(lines);
        var lineOf = lines.SelectMany((line, number) => Enumerable.Repeat(number, line.Length)).ToArray();

        Parallel.For(0, file.Length * 8, bit =>
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = Verify(flipped);
            var where = $"bit {bit % 8} of byte {bit / 8} in line {lineOf[bit / 8]}: {verdict}";
            verdict.Outcome.ShouldNotBe(ExportOutcome.Ok, where);
            if (lineOf[bit / 8] is var line and >= 1 and <= 3)
                verdict.Index.ShouldBe(line - 1, where);
        });
    }

    [Fact]
    public void every_flipped_bit_of_the_head_is_found_with_a_pinned_key()
    {
        var file = Join(LinesOf([]));
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Verify(flipped, LogKey.VerifierKey).Outcome.ShouldNotBe(ExportOutcome.Ok);
        }
    }

    [Fact]
    public void a_deleted_line_is_found_where_it_stood()
    {
        var lines = LinesOf(Facts());
        for (var gone = 0; gone < lines.Count; gone++)
        {
            var verdict = Verify(Join([.. lines[..gone], .. lines[(gone + 1)..]]));
            verdict.Outcome.ShouldNotBe(ExportOutcome.Ok);
            if (gone is >= 1 and <= 3)
                verdict.Index.ShouldBe(gone - 1);
        }
    }

    [Fact]
    public void a_doubled_line_is_found_behind_its_first()
    {
        var lines = LinesOf(Facts());
        for (var twice = 0; twice < lines.Count; twice++)
        {
            var verdict = Verify(Join([.. lines[..(twice + 1)], .. lines[twice..]]));
            verdict.Outcome.ShouldBe(ExportOutcome.Tampered);
            verdict.Index.ShouldBe(twice < 3 ? twice : null);
        }
    }

    [Fact]
    public void swapped_lines_are_found_at_the_first_of_them()
    {
        var lines = LinesOf(Facts());
        for (var i = 0; i < lines.Count - 1; i++)
        {
            var verdict = Verify(Join([.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]]));
            verdict.Outcome.ShouldBe(ExportOutcome.Tampered);
            verdict.Index.ShouldBe(i == 0 ? null : i - 1);
        }
    }

    [Fact]
    public void an_inserted_line_is_found_at_its_place()
    {
        var lines = LinesOf(Facts());
        var foreign = LinesOf(Facts())[2];
        for (var place = 0; place <= lines.Count; place++)
        {
            var verdict = Verify(Join([.. lines[..place], foreign, .. lines[place..]]));
            verdict.Outcome.ShouldBe(ExportOutcome.Tampered);
            verdict.Index.ShouldBe(place is >= 1 and <= 3 ? place - 1 : null);
        }
    }

    [Fact]
    public void a_file_cut_after_any_line_or_within_any_line_is_incomplete()
    {
        var lines = LinesOf(Facts());
        for (var kept = 0; kept < lines.Count; kept++)
        {
            Verify(Join(lines[..kept])).Outcome.ShouldBe(ExportOutcome.Incomplete);
            Verify(Join([.. lines[..kept], lines[kept][..^1]])).ShouldSatisfyAllConditions(
                v => v.Outcome.ShouldBe(ExportOutcome.Incomplete), v => v.Code.ShouldBe("line-unended"));
        }
    }

    [Theory]
    [InlineData("\n", "not-json")]
    [InlineData("\r\n", "carriage-return")]
    [InlineData(" ", "line-unended")]
    [InlineData("{}\n", "line-after-checkpoint")]
    public void nothing_may_follow_the_checkpoint(string more, string code) =>
        Verify([.. Join(LinesOf(Facts())), .. Encoding.UTF8.GetBytes(more)]).Code.ShouldBe(code);

    [Fact]
    public void carriage_returns_are_named_as_such()
    {
        var text = Encoding.UTF8.GetString(Join(LinesOf(Facts())));
        Verify(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n"))).Code.ShouldBe("carriage-return");
    }

    [Fact]
    public void a_fault_stays_whatever_comes_after_it()
    {
        var lines = LinesOf(Facts());
        var verifier = new ExportVerifier(pinned: null);
        foreach (var line in lines)
            verifier.Take(line.AsSpan(..^1)).ShouldBeNull();
        var fault = verifier.Take("{}"u8);
        fault!.Code.ShouldBe("line-after-checkpoint");
        verifier.Take("{}"u8).ShouldBe(fault);
        verifier.Finish().ShouldBe(fault);
    }

    [Fact]
    public void a_line_too_long_is_refused()
    {
        var verifier = new ExportVerifier(pinned: null);
        verifier.Take(LinesOf(Facts())[0].AsSpan(..^1)).ShouldBeNull();
        verifier.Take(new byte[ExportFormat.MaxLineLength + 1]).ShouldSatisfyAllConditions(
            v => v!.Code.ShouldBe("line-too-long"), v => v!.Index.ShouldBe(0));
    }

    [Fact]
    public void another_key_than_the_pinned_one_is_not_trusted()
    {
        var other = NewLogKey(Origin);
        var verdict = Verify(Join(LinesOf(Facts(), other)), LogKey.VerifierKey);
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.UntrustedKey, "vkey-not-pinned"));
        Verify(Join(LinesOf(Facts(), other))).Outcome.ShouldBe(ExportOutcome.Ok);
    }

    [Fact]
    public void a_head_that_lies_about_its_key_does_not_help()
    {
        var lines = LinesOf(Facts(), NewLogKey(Origin));
        lines[0] = ExportFormat.Head(Origin, 3, LogKey.VerifierKey.ToString());
        Verify(Join(lines), LogKey.VerifierKey).Code.ShouldBe("checkpoint-signature");
    }

    [Fact]
    public void a_history_written_anew_does_not_fit_the_old_checkpoint()
    {
        var (old, anew) = (LinesOf(Facts()), LinesOf(Facts()));
        Verify(Join([.. anew[..^1], old[^1]])).Code.ShouldBe("root-mismatch");
    }

    [Fact]
    public void a_checkpoint_of_a_longer_or_shorter_log_does_not_fit()
    {
        var facts = Facts();
        var lines = LinesOf(facts);
        Verify(Join([.. lines[..^1], LinesOf([.. facts, Minted()])[^1]])).Code.ShouldBe("checkpoint-size");
        Verify(Join([.. lines[..^1], LinesOf(facts[..2])[^1]])).Code.ShouldBe("checkpoint-size");
    }

    [Fact]
    public void a_checkpoint_of_another_log_does_not_fit()
    {
        var other = LinesOf([], NewLogKey("other.example/log"));
        Verify(Join([ExportFormat.Head(Origin, 0, LogKey.VerifierKey.ToString()), other[^1]]))
            .Code.ShouldBe("checkpoint-signature");
        Verify(Join([ExportFormat.Head(Origin, 0, NewLogKey("other.example/log").VerifierKey.ToString()), other[^1]]))
            .Code.ShouldBe("vkey-other-log");
    }

    /// <summary>A note may carry signatures of keys the verifier does not know; nothing would cover their bytes.</summary>
    [Fact]
    public void a_checkpoint_has_the_signature_of_the_log_and_no_other()
    {
        var facts = Facts();
        var lines = LinesOf(facts);
        var note = System.Text.Json.JsonDocument.Parse(lines[^1]).RootElement.GetProperty("checkpoint").GetString()!;
        var signed = SignedNote.Parse(note).Value!;
        foreach (var more in new[] { NewLogKey("witness.example").Sign(signed.Text), signed.Signatures[0] })
            Verify(Join([.. lines[..^1], ExportFormat.Tail(signed.With(more).ToString())])).Code.ShouldBe("checkpoint-malformed");
    }
}
