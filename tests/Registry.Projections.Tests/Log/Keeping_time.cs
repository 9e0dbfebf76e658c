using Registry.Projections.Log;

namespace Registry.Projections.Tests.Log;

/// <summary>Time within a log only increases.</summary>
public sealed class Keeping_time(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task nothing_is_sequenced_while_the_clock_stands_before_the_last_move()
    {
        await using var sequencer = await registry.Lead();
        await registry.SubmitCase();
        await registry.AsOwner("update {schema}.log_head set moved_at = clock_timestamp() + interval '1 hour'");
        await Should.ThrowAsync<LogClockException>(() => sequencer.SequenceAsync(TestContext.Current.CancellationToken));
        await registry.AsOwner("update {schema}.log_head set moved_at = clock_timestamp() - interval '1 minute'");
        (await sequencer.SequenceAsync(TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);
    }
}
