using Registry.Projections.Log;

namespace Registry.Projections.Tests.Log;

/// <summary>Events and log are matched both ways, and every entry is hashed anew.</summary>
public sealed class Reconciling : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SequenceAndSign();
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task agrees_with_events_in_the_log_in_the_inbox_and_rolled_back()
    {
        await registry.SubmitCase();
        await using (var session = registry.CitizenSession())
        {
            registry.QueueCase(session);
            session.QueueSqlCommand("select 1 / 0");
            await Should.ThrowAsync<Exception>(() => session.SaveChangesAsync(CancellationToken.None));
        }
        var result = await Reconcile();
        result.Miss.ShouldBeNull();
        result.Size.ShouldBe(await registry.Scalar<long>("select size from {schema}.log_head"));
    }

    [Theory]
    [InlineData("delete from {schema}.log_entry where idx = 4", "event-unlogged")]
    [InlineData("delete from {schema}.mt_events where id = (select event_id from {schema}.log_entry where idx = 4)", "event-missing")]
    [InlineData("update {schema}.log_entry set body = set_byte(body, 40, 65) where idx = 5", "entry 5 is not what was sequenced")]
    public async Task tells_what_does_not_agree(string attack, string miss)
    {
        await registry.AsOwner(
            "alter table {schema}.log_entry disable trigger user; alter table {schema}.mt_events disable trigger user; " + attack);
        (await Reconcile()).Miss.ShouldNotBeNull().ShouldContain(miss);
    }

    [Fact]
    public async Task goes_on_where_it_was_interrupted_and_then_begins_anew()
    {
        var reconciler = new Reconciler(registry.Runtime.Database.Pooled, registry.Schema, TimeProvider.System);
        await registry.AsOwner(
            "alter table {schema}.log_entry disable trigger user; update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = 5");
        (await reconciler.RunAsync(registry.Log, TestContext.Current.CancellationToken)).Miss.ShouldNotBeNull();
        await registry.AsOwner("update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = 5");
        (await reconciler.RunAsync(registry.Log, TestContext.Current.CancellationToken)).Miss.ShouldBeNull();
        await registry.AsOwner("update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = 5");
        (await reconciler.RunAsync(registry.Log, TestContext.Current.CancellationToken)).Miss.ShouldNotBeNull();
    }

    private Task<Reconciliation> Reconcile() =>
        new Reconciler(registry.Runtime.Database.Pooled, registry.Schema, TimeProvider.System)
            .RunAsync(registry.Log, TestContext.Current.CancellationToken);
}
