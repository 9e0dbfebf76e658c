using Marten;
using Npgsql;
using Registry.Domain.Cases;
using Registry.Projections.Log.Fsck;
using Registry.Testing;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Log;

/// <summary>Read models are rebuilt whatever numbers the events have and whoever saves at this moment; no save waits for long.</summary>
public sealed class Rebuilding_beside_saves(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task waits_neither_for_numbers_that_no_event_has_nor_for_a_transaction_that_is_open()
    {
        await registry.SubmitCase();
        await using var source = NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var elsewhere = await source.OpenConnectionAsync(Token);
        await using var open = await elsewhere.BeginTransactionAsync(Token);
        await using (var drawn = new NpgsqlCommand($"select nextval('{registry.Schema}.mt_events_sequence') from generate_series(1, 10)", elsewhere))
            await drawn.ExecuteNonQueryAsync(Token);
        await registry.SubmitCase();
        await registry.AsOwner("delete from {schema}.mt_doc_casecard");

        (await RebuildAsync()).Written.ShouldBeGreaterThanOrEqualTo(2);
        await ShouldBeRight();
    }

    [Fact]
    public async Task gives_way_where_a_save_has_one_of_its_streams_and_comes_for_another()
    {
        var (first, second) = (await registry.SubmitCase(), await registry.SubmitCase());
        if (first.Value.CompareTo(second.Value) > 0)
            (first, second) = (second, first);
        await Ruin(first, second);
        await using var source = NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var save = await source.OpenConnectionAsync(Token);
        await using var transaction = await save.BeginTransactionAsync(Token);
        await TakeAsync(save, second);

        var rebuilding = RebuildAsync();
        await Eventually.HoldsAsync("the rebuild waits for the second", () => registry.Scalar<bool>(
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%{schema}.mt_streams%for update%')"));
        await TakeAsync(save, first);
        await transaction.CommitAsync(Token);
        (await rebuilding).Written.ShouldBe(2);
        await ShouldBeRight();
    }

    [Fact]
    public async Task waits_in_its_turn_for_a_stream_that_is_saved_to_without_a_pause()
    {
        var id = await registry.SubmitCase();
        await Ruin(id);
        await using var source = NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var save = await source.OpenConnectionAsync(Token);
        await using var transaction = await save.BeginTransactionAsync(Token);
        await TakeAsync(save, id);

        var rebuilding = RebuildAsync();
        // Who comes again and again instead is always behind the next save.
        await Eventually.HoldsAsync("the rebuild keeps its place", () => registry.Scalar<bool>(
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%{schema}.mt_streams%for update%' "
            + "and clock_timestamp() - query_start > interval '1 second')"));
        await transaction.CommitAsync(Token);
        (await rebuilding).Written.ShouldBe(1);
        await ShouldBeRight();
    }

    [Fact]
    public async Task puts_right_what_a_save_made_of_a_row_that_it_had_read_before()
    {
        var id = await registry.SubmitCase();
        await Ruin(id);
        Task<ReadModelsRebuilt>? rebuilding = null;
        await using (var session = registry.CitizenSession())
        {
            var stream = await session.Events.FetchForWriting<Case, CaseId>(id, Token);
            stream.AppendMany(CaseDecider.Withdraw(stream.Aggregate!, new DateOnly(2026, 11, 24)).Events);
            // Marten has read the row by now, and not yet written it.
            session.Listeners.Add(new BeforeWriting(async () =>
            {
                rebuilding = RebuildAsync();
                await Eventually.HoldsAsync("the row was put right", async () => !await IsRuined(id));
            }));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        (await IsRuined(id)).ShouldBeTrue();
        (await rebuilding!).Written.ShouldBe(2);
        await ShouldBeRight();
    }

    private Task<ReadModelsRebuilt> RebuildAsync() =>
        Task.Run(() => registry.Runtime.Rebuild.RunAsync(RegistryFixture.Tenant, progress: null, Token), Token);

    private async Task TakeAsync(NpgsqlConnection save, CaseId stream)
    {
        await using var take = new NpgsqlCommand($"select from {registry.Schema}.mt_streams where id = '{stream}' for update", save);
        await take.ExecuteNonQueryAsync(Token);
    }

    private async Task Ruin(params CaseId[] ids)
    {
        foreach (var id in ids)
            await registry.AsOwner($"update {{schema}}.mt_doc_casecard set data = jsonb_set(data, '{{subject}}', '\"ruined\"') where id = '{id}'");
    }

    private Task<bool> IsRuined(CaseId id) => registry.Scalar<bool>(
        $"select data ->> 'subject' = 'ruined' from {{schema}}.mt_doc_casecard where id = '{id}'");

    private async Task ShouldBeRight()
    {
        await registry.SequenceAndSign();
        var report = await new FsckRun(
            registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
            .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, Token);
        report.Findings.ShouldBeEmpty();
    }

    private sealed class BeforeWriting(Func<Task> act) : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token) => act();
    }
}
