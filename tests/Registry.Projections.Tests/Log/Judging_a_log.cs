using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Projections.Tests.Log;

/// <summary>The judge of the fault injections and campaigns: it must not call a log sound that is not.</summary>
public sealed class Judging_a_log : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SubmitCases(3);
        await registry.SequenceAndSign();
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task finds_nothing_wrong_with_one_that_kept_its_promises()
    {
        var cases = await registry.SubmitCases(2);
        var signed = Checkpoint.Open(registry.Remembered.Read(registry.Log.Id)!, registry.Log.Key).Value!.ToText();
        await registry.SequenceAndSign();
        (await Faults(new Promised(cases, [signed]))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("delete from {schema}.log_entry where idx = 4", "fsck: entry-missing at 4")]
    [InlineData("update {schema}.log_entry set body = set_byte(body, 40, 65) where idx = 5", "entry 5 is not what was sequenced")]
    [InlineData("delete from {schema}.log_publication", "export:  entries are published of")]
    [InlineData("insert into {schema}.log_inbox (log, event_id, body, leaf) select log, event_id, body, leaf from {schema}.log_entry where idx = 3", "fsck: inbox-repeated at 3")]
    [InlineData("delete from {schema}.mt_events where id = (select event_id from {schema}.log_entry where idx = 3)", "entries: events, matched")]
    public async Task tells_what_was_changed(string attack, string fault)
    {
        await registry.AsOwner(
            string.Concat(Tables.Select(table => $"alter table {{schema}}.{table} disable trigger user; ")) + attack);
        (await Faults(Promised.Nothing)).ShouldContain(found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task tells_what_was_acknowledged_and_is_not_there()
    {
        var never = Guid.NewGuid();
        (await Faults(new Promised([never], []))).ShouldBe([$"lost: stream {never} was acknowledged and is not in the log."]);
    }

    [Fact]
    public async Task tells_a_fork()
    {
        var other = new Checkpoint(registry.Log.Origin, 5, MerkleTree.LeafHash("other"u8));
        (await Faults(new Promised([], [other.ToText()]))).ShouldHaveSingleItem().ShouldStartWith("fork: root");
    }

    [Fact]
    public async Task tells_a_checkpoint_remembered_outside_that_is_older()
    {
        var older = registry.Remembered.Read(registry.Log.Id)!;
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        registry.Remembered.Write(registry.Log.Id, older);
        (await Faults(Promised.Nothing)).ShouldHaveSingleItem().ShouldStartWith("remembered: the checkpoint of");
    }

    private static readonly string[] Tables = ["log_entry", "log_inbox", "log_publication", "mt_events"];

    private Task<IReadOnlyList<string>> Faults(Promised promised) =>
        SoundLog.FaultsAsync(registry.Runtime, registry.Log, promised, TestContext.Current.CancellationToken);
}
