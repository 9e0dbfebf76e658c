using Registry.Domain.Keys;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Keys;

public sealed class Ending_a_key
{
    private const string Log = "registry.example/log/340100/2026";

    private static readonly SigningKey Live = new(SigningKeyId.Of("kid"), "kid", "ES256", "c3BraQ==", "340100");
    private static readonly SigningKey Retired = Live with { IsLive = false };
    private static readonly SigningKey Suspect = Retired with { Suspicion = new(Log, 7) };

    [Fact]
    public void a_key_with_a_successor_is_retired_once()
    {
        Retire(Live).Events.ShouldBe([new SigningKeyEvent.Retired("kid", RetirementReason.Scheduled)]);
        Retire(Retired).Refusal.ShouldBe(SigningKeyDecider.AlreadyEnded);
        Retire(Suspect).Refusal.ShouldBe(SigningKeyDecider.AlreadyEnded);
        Retire(null).Refusal.ShouldBe(SigningKeyDecider.Unknown);
    }

    [Fact]
    public void the_newest_key_of_an_owner_is_never_ended()
    {
        Retire(Live, hasSuccessor: false).Refusal.ShouldBe(SigningKeyDecider.NoSuccessor);
        Report(Live, 3, hasSuccessor: false).Refusal.ShouldBe(SigningKeyDecider.NoSuccessor);
    }

    [Fact]
    public void a_compromise_names_the_first_suspect_entry()
    {
        Report(Live, 3).Events.ShouldBe(
            [new SigningKeyEvent.Compromised("kid", Log, "3", CompromiseReason.KeyExposed, CompromiseReporter.Auditor)]);
        Report(null, 3).Refusal.ShouldBe(SigningKeyDecider.Unknown);
    }

    [Fact]
    public void a_retired_key_can_turn_out_to_have_been_compromised() =>
        Report(Retired, 3, hasSuccessor: false).Refusal.ShouldBeNull();

    [Fact]
    public void a_compromise_can_turn_out_to_have_begun_earlier_but_not_later()
    {
        Report(Suspect, 6).Refusal.ShouldBeNull();
        Report(Suspect, 7).Refusal.ShouldBe(SigningKeyDecider.AlreadySuspect);
        Report(Suspect, 8).Refusal.ShouldBe(SigningKeyDecider.AlreadySuspect);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(long.MaxValue)]
    public void a_compromise_begins_within_the_log(long from) => Report(Live, from).Refusal.ShouldBe(SigningKeyDecider.BeyondTheLog);

    [Fact]
    public void the_fold_keeps_what_decisions_need()
    {
        var id = SigningKeyId.Of("kid");
        var key = SigningKey.Evolve(null, id, new SigningKeyEvent.Registered("kid", "ES256", "c3BraQ==", "340100"));
        key.ShouldBe(Live);
        key = SigningKey.Evolve(key, id, Retire(key).Events[0]);
        key.ShouldBe(Retired);
        SigningKey.Evolve(key, id, Report(key, 7).Events[0]).ShouldBe(Suspect);
        Should.Throw<CorruptStreamException>(() => SigningKey.Evolve(null, id, Retire(Live).Events[0]));
    }

    private static Decision<SigningKeyEvent> Retire(SigningKey? key, bool hasSuccessor = true) =>
        SigningKeyDecider.Retire(key, hasSuccessor, RetirementReason.Scheduled);

    private static Decision<SigningKeyEvent> Report(SigningKey? key, long from, bool hasSuccessor = true) =>
        SigningKeyDecider.ReportCompromise(
            key, hasSuccessor, new(Log, from), size: 10, CompromiseReason.KeyExposed, CompromiseReporter.Auditor);
}
