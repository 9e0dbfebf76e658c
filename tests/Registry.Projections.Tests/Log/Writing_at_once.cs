using System.Collections.Concurrent;
using Marten;
using Npgsql;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Projections.Tests.Log;

/// <summary>
/// 200 writers beside a working leader. A quarter of them hold their transactions open, with their inbox rows written, until
/// everybody else's entries are in the log; half of those and a quarter of the others roll back.
/// </summary>
public sealed class Writing_at_once(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const int Writers = 200;
    private const int Held = Writers / 4;
    private const int Gate = 200;

    private readonly ConcurrentBag<Guid> committed = [];
    private int rolledBack;

    [Fact]
    public async Task gives_every_committed_event_one_place_and_others_none()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await registry.SequenceAndSign();
        var before = await SequencedAsync();
        var signed = new List<string>();
        var leading = LeadAsync(signed, stop.Token);

        await using (var gate = new NpgsqlConnection(registry.OwnerConnection))
        {
            await gate.OpenAsync(TestContext.Current.CancellationToken);
            await using var close = new NpgsqlCommand($"select pg_advisory_lock({Gate})", gate);
            await close.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var held = Enumerable.Range(0, Held).Select(writer => WriteAsync(held: true, rollback: writer % 2 == 0)).ToList();
            await Eventually.HoldsAsync("all who hold have written to the inbox", async () => await HoldingAsync() == Held);
            await Task.WhenAll(Enumerable.Range(Held, Writers - Held).Select(async writer =>
            {
                for (var i = 0; i < 3; i++)
                    await WriteAsync(held: false, rollback: (writer + i) % 4 == 0);
            }));
            await Eventually.HoldsAsync(
                "what was committed is in the log", async () => await SequencedAsync() == before + committed.Count);
            await gate.CloseAsync();
            await Task.WhenAll(held);
        }
        await Eventually.HoldsAsync("what was held is in the log", async () => await SequencedAsync() == before + committed.Count);
        await stop.CancelAsync();
        await leading;
        await registry.SequenceAndSign();

        rolledBack.ShouldBeGreaterThan(Held);
        (await SequencedAsync()).ShouldBe(before + committed.Count);
        (await SoundLog.FaultsAsync(
            registry.Runtime, registry.Log, new Promised(committed, signed), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private async Task WriteAsync(bool held, bool rollback)
    {
        await using var session = registry.CitizenSession();
        var id = registry.QueueCase(session);
        session.Listeners.Add(new AfterTheInbox(held ? $"select pg_advisory_xact_lock_shared({Gate})" : null, rollback ? "select 1 / 0" : null));
        if (await Record.ExceptionAsync(() => session.SaveChangesAsync(CancellationToken.None)) is null)
            committed.Add(id.Value);
        else
            Interlocked.Increment(ref rolledBack);
    }

    private async Task LeadAsync(List<string> signed, CancellationToken stop)
    {
        Sequencer? leading = null;
        await using var sequencer = leading = await registry.Lead(reached: step =>
        {
            if (step is LogStep.NoteSigned)
                signed.Add(leading!.Checkpoint.ToText());
        });
        var publisher = await registry.StartPublisher(sequencer);
        while (!stop.IsCancellationRequested)
        {
            await sequencer.SequenceAsync(CancellationToken.None);
            await publisher.PublishAsync(CancellationToken.None);
        }
    }

    private Task<long> SequencedAsync() => registry.Scalar<long>("select size from {schema}.log_head");

    private Task<long> HoldingAsync() => registry.Scalar<long>(
        $"""
        select count(*) from pg_locks waiting join pg_locks wrote on wrote.pid = waiting.pid
        where waiting.locktype = 'advisory' and waiting.objid = {Gate} and not waiting.granted
          and wrote.relation = '{registry.Schema}.log_inbox'::regclass and wrote.mode = 'RowExclusiveLock'
        """);

    // Heard after the sealer, so what is queued here runs when the save has written its inbox rows.
    private sealed class AfterTheInbox(params string?[] commands) : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
        {
            foreach (var command in commands.OfType<string>())
                session.QueueSqlCommand(command);
            return Task.CompletedTask;
        }
    }
}
