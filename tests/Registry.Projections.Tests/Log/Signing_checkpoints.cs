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
        var note = registry.Remembered.Read(RegistryFixture.Tenant)!;
        var opened = Checkpoint.Open(note, registry.Runtime.Logs.Of(RegistryFixture.Tenant).Key);
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
    [InlineData("update {schema}.log_entry set body = set_byte(body, 40, get_byte(body, 40) # 1) where idx = 3", "entry 3")]
    [InlineData("update {schema}.log_entry set chain = set_byte(chain, 0, get_byte(chain, 0) # 1) where idx = 5", "entry 5")]
    [InlineData("delete from {schema}.log_entry where idx = 4", "entry 4 is missing")]
    [InlineData("delete from {schema}.log_entry where idx = (select max(idx) from {schema}.log_entry)", "is missing")]
    [InlineData("update {schema}.log_head set chain = set_byte(chain, 0, get_byte(chain, 0) # 1)", "chain value")]
    public async Task is_refused_when_an_insider_changed_what_is_stored(string attack, string evidence)
    {
        await registry.SequenceAndSign();
        await registry.AsOwner($"alter table {{schema}}.log_entry disable trigger append_only; {attack}");
        (await Refusal()).ShouldContain(evidence);
    }

    [Fact]
    public async Task goes_on_after_a_crash_between_storing_a_checkpoint_and_remembering_it()
    {
        await registry.SequenceAndSign();
        var older = registry.Remembered.Read(RegistryFixture.Tenant)!;
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        registry.Remembered.Write(RegistryFixture.Tenant, older);
        await registry.SubmitCase();
        (await registry.SequenceAndSign()).ShouldBeGreaterThan(0);
    }

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
                + $"insert into {{schema}}.{table} select * from {copy}.{table}; alter table {{schema}}.{table} enable trigger user");
    }

    private static readonly string[] Tables = ["log_head", "log_entry", "log_checkpoint"];
}
