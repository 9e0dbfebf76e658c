using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Anchoring;
using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Domain.Tests.Export;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Bundle;

/// <summary>What a policy of the verifier's own makes of the cosignatures in a bundle.</summary>
public sealed class Demanding_witnesses
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly CosignatureSigner[] witnesses =
        [.. "abc".Select(name => new CosignatureSigner(
            $"{name}.example", Ed25519Signer.FromSeed(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength))))];

    private static SmallBundle Log => SmallBundle.Log;

    [Fact]
    public void enough_of_them_make_it_trusted_without_a_pinned_key()
    {
        var report = Verify(TwoOfThree(), [0, 2], maxAge: null);
        (report.Verdict.Outcome, report.Summary!.Pinned, report.Summary.Cosignatures).ShouldBe((ExportOutcome.Ok, true, 2));
    }

    [Fact]
    public void too_few_of_them_do_not()
    {
        var verdict = Verify(TwoOfThree(), [1], maxAge: null).Verdict;
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.UntrustedKey, "quorum-not-met"));
    }

    [Fact]
    public void a_log_that_the_policy_does_not_list_is_not_trusted()
    {
        var policy = Policy($"log {SmallExport.NewLogKey(SmallExport.Origin).VerifierKey}\nquorum none\n");
        Verify(policy, [0, 1, 2], maxAge: null).Verdict.Outcome.ShouldBe(ExportOutcome.UntrustedKey);
    }

    [Fact]
    public void a_forged_cosignature_of_a_listed_witness_spoils_the_checkpoint()
    {
        var other = new Checkpoint(SmallExport.Origin, 7, LogHash.Sha256("other"u8));
        var forged = Log.Checkpoint.Sign(SmallExport.LogKey).With(witnesses[0].Sign(other, Noon));
        Verify(TwoOfThree(), forged, null).Verdict.Code.ShouldBe("checkpoint-signature");
    }

    /// <summary>The a-witness saw it at 12:00, b at 13:00, c at 14:00: two of three bear out 13:00 and nobody alone 14:00.</summary>
    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 60, "fresh")]
    [InlineData(new[] { 0, 1, 2 }, 59, "too-old")]
    [InlineData(new[] { 0, 2 }, 119, "too-old")]
    [InlineData(new[] { 1, 2 }, 60, "fresh")]
    public void its_age_is_what_a_quorum_bears_out(int[] cosigned, int minutes, string code)
    {
        var report = Verify(TwoOfThree(), cosigned, TimeSpan.FromMinutes(minutes));
        report.Freshness!.Code.ShouldBe(code);
        report.Verdict.Outcome.ShouldBe(code == "fresh" ? ExportOutcome.Ok : ExportOutcome.Stale);
    }

    [Fact]
    public void without_witnesses_in_the_policy_there_is_no_age() =>
        Verify(Policy($"log {SmallExport.LogKey.VerifierKey}\nquorum none\n"), [0, 1, 2], TimeSpan.FromDays(1))
            .Verdict.Code.ShouldBe("age-unknown");

    private BundleReport Verify(TlogPolicy policy, int[] cosigned, TimeSpan? maxAge)
    {
        var note = Log.Checkpoint.Sign(SmallExport.LogKey);
        foreach (var i in cosigned)
            note = note.With(witnesses[i].Sign(Log.Checkpoint, Noon.AddHours(i)));
        return Verify(policy, note, maxAge);
    }

    private static BundleReport Verify(TlogPolicy policy, SignedNote note, TimeSpan? maxAge)
    {
        var members = Log.OfLicence();
        members[BundleFormat.Checkpoint] = Encoding.UTF8.GetBytes(note.ToString());
        return Log.Verify(members, new BundleDemands(Noon.AddHours(2)) { Policy = policy, MaxAge = maxAge });
    }

    private TlogPolicy TwoOfThree() => Policy(string.Concat(
        $"log {SmallExport.LogKey.VerifierKey}\n",
        string.Concat(witnesses.Select((witness, i) => $"witness w{i} {witness.VerifierKey}\n")),
        "group g 2 w0 w1 w2\nquorum g\n"));

    private static TlogPolicy Policy(string text) =>
        TlogPolicy.TryParse(Encoding.UTF8.GetBytes(text), out var policy, out _) ? policy! : throw new InvalidOperationException(text);
}
