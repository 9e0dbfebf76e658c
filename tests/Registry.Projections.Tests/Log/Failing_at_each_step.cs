using Npgsql;
using Registry.Projections.Log;
using Registry.Projections.Schema;
using Registry.Testing;

namespace Registry.Projections.Tests.Log;

/// <summary>
/// Whatever of sequencing and publishing fails, whether it was done or not: the next leader goes on by the same steps, and
/// nothing is lost, forked or given two places.
/// </summary>
public sealed class Failing_at_each_step(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private readonly List<string> signed = [];

    public static TheoryData<LogStep> Steps => [.. Enum.GetValues<LogStep>()];

    public static TheoryData<LogStep> InTheDatabase =>
        [.. Enum.GetValues<LogStep>().Where(step => step is not (LogStep.NoteSigned or LogStep.NoteRemembered))];

    [Theory, MemberData(nameof(InTheDatabase))]
    public async Task is_survived_when_it_was_never_done(LogStep step) => await Broken(step, Loss.Request);

    [Theory, MemberData(nameof(InTheDatabase))]
    public async Task is_survived_when_it_was_done_and_nobody_heard_of_it(LogStep step) => await Broken(step, Loss.Answer);

    [Theory, MemberData(nameof(Steps))]
    public async Task is_survived_when_it_was_done_and_what_follows_was_not(LogStep step) =>
        await Survive(step, async () => await Should.ThrowAsync<IOException>(() => Work(
            registry.Runtime.Database.Unpooled, reached =>
            {
                if (reached == step)
                    throw new IOException($"After {step}.");
            })));

    [Fact]
    public async Task is_survived_when_the_remembered_checkpoint_cannot_be_written()
    {
        var inTheWay = registry.Remembered.PathOf(registry.Log.Id) + ".new";
        await Survive(LogStep.NoteRemembered, async () =>
        {
            System.IO.Directory.CreateDirectory(inTheWay);
            await Should.ThrowAsync<UnauthorizedAccessException>(() => Work(registry.Runtime.Database.Unpooled, _ => { }));
            System.IO.Directory.Delete(inTheWay);
        });
        (await registry.Scalar<bool>("select max(c.size) = max(p.size) from {schema}.log_checkpoint c, {schema}.log_publication p"))
            .ShouldBeTrue();
    }

    // The connection breaks at what the leader does between the step before and this one.
    private async Task Broken(LogStep step, Loss loss)
    {
        await using var wire = new Wire(registry.OwnerConnection);
        await using var source = RegistrySchema.SequencerSource(wire.ConnectionString);
        await Survive(step, async () =>
        {
            var before = await KeptAsync(step);
            await Should.ThrowAsync<NpgsqlException>(() => Work(source, reached =>
            {
                if (reached == step - 1)
                    wire.Break(loss);
            }));
            // Not asked before the server has ended the connection, and with it what was not committed.
            await using (await registry.Lead())
                (await KeptAsync(step) > before).ShouldBe(loss is Loss.Answer && Commits(step));
        });
    }

    private static bool Commits(LogStep step) => step is LogStep.Sequenced or LogStep.NoteStored or LogStep.NotePublished;

    // Each commit of a leader's writes to a table of its own.
    private Task<long> KeptAsync(LogStep step) => registry.Scalar<long>("select coalesce(max(size), 0) from {schema}." + step switch
    {
        <= LogStep.Sequenced => "log_head",
        <= LogStep.NoteStored => "log_checkpoint",
        _ => "log_publication",
    });

    private async Task Survive(LogStep step, Func<Task> fault)
    {
        // 256 complete a subtree.
        var cases = await registry.SubmitCases(step is LogStep.SubtreesWritten ? 256 : 3);
        await fault();
        await registry.SequenceAndSign();
        (await SoundLog.FaultsAsync(
            registry.Runtime, registry.Log, new Promised(cases, signed), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private async Task Work(NpgsqlDataSource source, Action<LogStep> reached)
    {
        Sequencer? leading = null;
        var started = false;
        await using var sequencer = leading = await registry.Lead(source, step =>
        {
            if (step is LogStep.NoteSigned)
                signed.Add(leading!.Checkpoint.ToText());
            // A start remembers and publishes, as far as that is not done yet.
            if (started)
                reached(step);
        });
        var publisher = await registry.StartPublisher(sequencer);
        started = true;
        reached(LogStep.InboxTaken - 1);
        await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        await publisher.PublishAsync(TestContext.Current.CancellationToken);
    }
}
