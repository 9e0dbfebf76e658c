using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Projections.Tests.Log;

/// <summary>Invariant I3: the log never signs two checkpoints that are not consistent.</summary>
public sealed class Signing_checkpoints : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task verifies_under_the_published_key()
    {
        var size = await registry.SequenceAndSign();
        var note = registry.Remembered.Read(registry.Log.Id)!;
        var opened = Checkpoint.Open(note, registry.Log.Key);
        opened.Ok.ShouldBeTrue(opened.Reason);
        opened.Value.Size.ShouldBe(size);
    }

    [Fact]
    public async Task is_refused_after_yesterdays_backup_was_restored()
    {
        await registry.SequenceAndSign();
        var backup = await Backup();
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        await Restore(backup);
        var refusal = await Refusal();
        refusal.ShouldContain("was a backup restored?");
    }

    [Fact]
    public async Task is_refused_after_a_restore_that_has_grown_past_what_was_signed()
    {
        await registry.SequenceAndSign();
        var backup = await Backup();
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        await Restore(backup);
        await registry.SubmitCase();
        await registry.SubmitCase();
        await using (var sequencer = await registry.Lead())
            await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        (await Refusal()).ShouldContain("entries have root");
    }

    [Theory]
    [InlineData("update {schema}.log_entry set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where idx = 3", "the head's tree")]
    [InlineData("update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = (select max(idx) from {schema}.log_entry)", "chain value")]
    [InlineData("delete from {schema}.log_entry where idx = (select max(idx) from {schema}.log_entry)", "is missing")]
    [InlineData("update {schema}.log_head set chain = set_byte(chain, 0, get_byte(chain, 0) # 1)", "chain value")]
    [InlineData("update {schema}.log_head set edge = set_byte(edge, 0, get_byte(edge, 0) # 1)", "the head's tree")]
    [InlineData("insert into {schema}.log_entry select log, idx + 1, gen_random_uuid(), body, leaf, chain from {schema}.log_entry order by idx desc limit 1", "beyond the head")]
    public async Task is_refused_at_the_start_when_an_insider_changed_a_hash(string attack, string evidence)
    {
        await registry.SequenceAndSign();
        await registry.AsOwner($"alter table {{schema}}.log_entry disable trigger append_only; {attack}");
        (await Refusal()).ShouldContain(evidence);
    }

    [Theory]
    [InlineData("update {schema}.log_entry set body = set_byte(body, 40, get_byte(body, 40) # 1) where idx = 3", "entry 3")]
    [InlineData("update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = 5", "entry 5")]
    [InlineData("delete from {schema}.log_entry where idx = 4", "entry 4 is missing")]
    public async Task is_refused_when_the_audit_finds_an_entry_changed(string attack, string evidence)
    {
        await registry.SequenceAndSign();
        await using var sequencer = await registry.Lead();
        await registry.AsOwner($"alter table {{schema}}.log_entry disable trigger append_only; {attack}");
        await using var connection = await registry.Runtime.Database.Pooled.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var refusal = await Should.ThrowAsync<LogRefusedException>(() => LogAudit.RequireSoundAsync(
            connection, registry.Schema, sequencer.Head, TestContext.Current.CancellationToken));
        refusal.Message.ShouldContain(evidence);
    }

    [Fact]
    public async Task is_refused_when_an_entry_changes_between_its_sequencing_and_its_signing()
    {
        await registry.SequenceAndSign();
        await using var sequencer = await registry.Lead();
        var publisher = await registry.StartPublisher(sequencer);
        await registry.SubmitCase();
        await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        await registry.AsOwner(
            "alter table {schema}.log_entry disable trigger append_only; "
            + "update {schema}.log_entry set body = set_byte(body, 40, get_byte(body, 40) # 1) "
            + "where idx = (select max(idx) from {schema}.log_entry)");
        var refusal = await Should.ThrowAsync<LogRefusedException>(() => publisher.PublishAsync(CancellationToken.None));
        refusal.Message.ShouldContain($"entry {sequencer.Size - 1} is not what was sequenced");
    }

    [Fact]
    public async Task is_refused_when_an_entry_is_replaced_with_all_its_hashes_before_its_signing()
    {
        await registry.SequenceAndSign();
        await using var sequencer = await registry.Lead();
        var publisher = await registry.StartPublisher(sequencer);
        await registry.SubmitCase();
        await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        var last = sequencer.Size - 1;
        var body = await registry.Scalar<byte[]>($"select body from {{schema}}.log_entry where idx = {last}");
        body[40] ^= 1;
        var leaf = MerkleTree.LeafHash(body);
        var before = await registry.Scalar<byte[]>($"select chain from {{schema}}.log_entry where idx = {last - 1}");
        var chain = HashChain.Next(LogHash.FromBytes(before), leaf);
        await registry.AsOwner(
            "alter table {schema}.log_entry disable trigger append_only; "
            + $"update {{schema}}.log_entry set body = '{Bytea(body)}', leaf = '{Bytea(leaf.ToArray())}', "
            + $"chain = '{Bytea(chain.ToArray())}' where idx = {last}");
        var refusal = await Should.ThrowAsync<LogRefusedException>(() => publisher.PublishAsync(CancellationToken.None));
        refusal.Message.ShouldContain($"entries {last} to {last} are not what was sequenced");
    }

    [Fact]
    public async Task is_refused_to_a_leader_that_another_has_replaced()
    {
        await using var fenced = await registry.Lead();
        var publisher = await registry.StartPublisher(fenced);
        await fenced.SequenceAsync(TestContext.Current.CancellationToken);
        await registry.AsOwner("update {schema}.log_head set term = term + 1");
        var refusal = await Should.ThrowAsync<LogRefusedException>(() => publisher.PublishAsync(CancellationToken.None));
        refusal.Message.ShouldContain("another leader is at work");
        (await registry.Scalar<long>("select count(*) from {schema}.log_checkpoint")).ShouldBe(0);
    }

    [Fact]
    public async Task publishes_what_a_crash_left_signed_but_not_served()
    {
        await registry.SequenceAndSign();
        await registry.SubmitCase();
        var size = await registry.SequenceAndSign();
        await registry.AsOwner(
            "alter table {schema}.log_publication disable trigger append_only; "
            + $"delete from {{schema}}.log_publication where size = {size}");
        await using var sequencer = await registry.Lead();
        (await registry.StartPublisher(sequencer)).Published.ShouldBe(size);
        (await registry.Scalar<long>("select count(*) from {schema}.log_publication where size = " + size)).ShouldBe(1);
    }

    [Fact]
    public async Task goes_on_after_a_crash_between_storing_a_checkpoint_and_remembering_it()
    {
        await registry.SequenceAndSign();
        var older = registry.Remembered.Read(registry.Log.Id)!;
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        registry.Remembered.Write(registry.Log.Id, older);
        await registry.SubmitCase();
        (await registry.SequenceAndSign()).ShouldBeGreaterThan(0);
    }

    private static string Bytea(byte[] bytes) => $"\\x{Convert.ToHexStringLower(bytes)}";

    private async Task<string> Refusal()
    {
        var refusal = await Should.ThrowAsync<LogRefusedException>(registry.SequenceAndSign);
        return refusal.Message;
    }

    // What pg_restore of the log's tables would bring back.
    private async Task<string> Backup()
    {
        var copy = "backup_" + registry.Schema;
        await registry.AsOwner($"create schema {copy}");
        foreach (var table in Tables)
            await registry.AsOwner($"create table {copy}.{table} as table {{schema}}.{table}");
        return copy;
    }

    private async Task Restore(string copy)
    {
        foreach (var table in Tables)
            await registry.AsOwner(
                $"alter table {{schema}}.{table} disable trigger user; delete from {{schema}}.{table}; "
                + $"insert into {{schema}}.{table} overriding system value select * from {copy}.{table}; alter table {{schema}}.{table} enable trigger user");
    }

    private static readonly string[] Tables = ["log_head", "log_entry", "log_subtree", "log_checkpoint", "log_publication"];
}
