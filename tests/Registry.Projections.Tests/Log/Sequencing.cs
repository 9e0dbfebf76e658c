using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Projections.Tests.Log;

public sealed class Sequencing(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task gives_every_committed_event_one_dense_index_and_rolled_back_ones_none()
    {
        await using var sequencer = await registry.Lead();
        var writers = Enumerable.Range(0, 24).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                await using var session = registry.CitizenSession();
                registry.QueueCase(session);
                if ((writer + i) % 3 == 0)
                    session.QueueSqlCommand("select 1 / 0");
                await Record.ExceptionAsync(() => session.SaveChangesAsync(CancellationToken.None));
            }
        }).ToList();
        var all = Task.WhenAll(writers);
        while (!all.IsCompleted)
            await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        await all;
        while (await sequencer.SequenceAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        (await registry.Scalar<long>("select count(*) from {schema}.log_inbox")).ShouldBe(0);
        (await registry.Scalar<long>("select count(*) from {schema}.mt_events where type <> 'tombstone'"))
            .ShouldBe(sequencer.Size);
        (await registry.Scalar<bool>(
            "select count(*) = max(idx) + 1 and min(idx) = 0 and count(*) = count(distinct event_id) from {schema}.log_entry"))
            .ShouldBeTrue();
        (await registry.Scalar<long>(
            "select count(*) from {schema}.log_entry e left join {schema}.mt_events m on m.id = e.event_id where m.id is null"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task is_done_by_one_leader_and_another_takes_over_when_it_goes()
    {
        var first = await registry.Lead();
        (await Sequencer.TryLeadAsync(
            registry.Runtime.Database.Unpooled, registry.Schema, registry.Log.Id, TestContext.Current.CancellationToken))
            .ShouldBeNull();
        var waiting = Sequencer.LeadAsync(
            registry.Runtime.Database.Unpooled, registry.Schema, registry.Log.Id, TimeProvider.System, TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        await using var second = await waiting;
        second.Head.Term.ShouldBe(first.Head.Term + 1);
    }

    // That the kernel then ends the connection is its own business.
    [Theory]
    [InlineData("tcp_keepalives_idle", 5)]
    [InlineData("tcp_keepalives_interval", 2)]
    [InlineData("tcp_keepalives_count", 3)]
    public async Task has_the_database_ask_whether_the_leaders_host_is_still_there(string setting, int value)
    {
        await using var show = registry.Runtime.Database.Unpooled.CreateCommand($"select current_setting('{setting}')::int");
        (await show.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(value);
    }

    [Fact]
    public async Task stops_a_leader_that_another_has_replaced()
    {
        await using var fenced = await registry.Lead();
        await registry.SubmitCase();
        await registry.AsOwner("update {schema}.log_head set term = term + 1");
        await Should.ThrowAsync<LogRefusedException>(() => fenced.SequenceAsync(TestContext.Current.CancellationToken));
        (await registry.Scalar<long>("select count(*) from {schema}.log_inbox")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task refuses_an_entry_that_changed_in_the_inbox()
    {
        await using var sequencer = await registry.Lead();
        await registry.SubmitCase();
        await registry.AsOwner("update {schema}.log_inbox set body = set_byte(body, 10, get_byte(body, 10) # 1)");
        await Should.ThrowAsync<LogRefusedException>(() => sequencer.SequenceAsync(TestContext.Current.CancellationToken));
        await registry.AsOwner("update {schema}.log_inbox set body = set_byte(body, 10, get_byte(body, 10) # 1)");
    }

    [Fact]
    public async Task extends_the_tree_that_RFC_6962_defines()
    {
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        await using var sequencer = await registry.Lead();
        var leaves = new List<LogHash>();
        await using var source = Npgsql.NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var select = source.CreateCommand($"select body from {registry.Schema}.log_entry order by idx");
        await using var reader = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            leaves.Add(MerkleTree.LeafHash(reader.GetFieldValue<byte[]>(0)));
        sequencer.Checkpoint.Root.ShouldBe(MerkleTree.RootOf(leaves));
    }
}
