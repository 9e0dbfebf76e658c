using Registry.Api.Hosting;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>fsck verifies the SM2 lines of stored checkpoints too, and misses one that is gone from one of two places.</summary>
public sealed class Checking_SM2_lines : IAsyncLifetime
{
    private readonly RegistryFixture registry = new() { Keys = new KeySettings { Sm2Checkpoints = true } };
    private long size;
    private string note = "";

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SequenceAndSign();
        await registry.SubmitCase();
        size = await registry.SequenceAndSign();
        note = await registry.Scalar<string>("select note from {schema}.log_checkpoint order by size desc limit 1");
        SignedNote.Parse(note).Value!.Signatures.Count.ShouldBe(2);
        foreach (var table in new[] { "log_checkpoint", "log_publication" })
            await registry.AsOwner($"alter table {{schema}}.{table} disable trigger user");
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Theory]
    [InlineData("log_checkpoint", FsckCodes.CheckpointSignature)]
    [InlineData("log_publication", FsckCodes.PublicationSignature)]
    public async Task a_broken_or_foreign_one_is_found_at_its_size(string table, string code)
    {
        (await FindingsAsync()).ShouldBeEmpty();
        var parsed = SignedNote.Parse(note).Value!;
        var line = parsed.Signatures.Single(one => registry.Log.Sm2Key!.IsNamedBy(one));
        var broken = Convert.FromBase64String($"{line}".Split(' ')[2]);
        broken[^1] ^= 1;
        await PutAsync(table, note.Replace($"{line}", $"\u2014 {line.Name} {Convert.ToBase64String(broken)}", StringComparison.Ordinal));
        (await FindingsAsync()).ShouldContain((code, size));

        var foreign = new NoteSigner(line.Name, Sm2Signer.FromPrivate([1, .. new byte[Sm2Signer.PrivateLength - 1]]));
        var other = SignedNote.Sign(parsed.Text, [foreign]).Signatures[0];
        await PutAsync(table, note.Replace($"{line}", $"{other}", StringComparison.Ordinal));
        (await FindingsAsync()).ShouldContain((code, size));

        await PutAsync(table, note.Replace($"{line}\n", "", StringComparison.Ordinal));
        (await FindingsAsync()).ShouldContain((code, size));
        await PutAsync(table, note);
        (await FindingsAsync()).ShouldBeEmpty();
    }

    private Task PutAsync(string table, string changed) =>
        registry.AsOwner($"update {{schema}}.{table} set note = '{changed.Replace("'", "''", StringComparison.Ordinal)}' where size = {size}");

    private async Task<(string Code, long? Index)[]> FindingsAsync() =>
    [
        .. from found in (await new FsckRun(
                registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
                .RunAsync(RegistryFixture.Tenant, skipReadModels: true, progress: null, TestContext.Current.CancellationToken)).Findings
           select (found.Code, found.Index)
    ];
}
