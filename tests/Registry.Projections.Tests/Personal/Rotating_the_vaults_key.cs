using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Keys;
using Registry.Projections.Personal;
using Registry.Testing;

namespace Registry.Projections.Tests.Personal;

/// <summary>The runtime is a running server; the rotation has its own files open, as an operator's process has.</summary>
public sealed class Rotating_the_vaults_key(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task leaves_everything_readable_and_no_event_changed()
    {
        var @case = await registry.SubmitCase();
        (await registry.NameIn(@case)).ShouldBe("王芳");
        var (events, wrapped) = (await EventsDigest(), await Wrapped());

        var done = await Rotation().RunAsync(progress: null, Token);

        done.Rewrapped.ShouldBe(await registry.Scalar<long>("select count(*) from {schema}.subject_key"));
        (await Numbers()).ShouldBe([done.Number]);
        (await registry.Scalar<long>($"select count(*) from {{schema}}.subject_key where wrapping <> {done.Number}")).ShouldBe(0);
        (await Wrapped()).ShouldNotBe(wrapped);
        (await registry.NameIn(@case)).ShouldBe("王芳");
        (await EventsDigest()).ShouldBe(events);
        await registry.SequenceAndSign();
        (await SoundLog.FaultsAsync(registry.Runtime, registry.Log, Promised.Nothing, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task that_was_interrupted_goes_on_with_the_same_key_while_the_server_reads_and_adds()
    {
        var @case = await registry.SubmitCase();
        await AddPeople(1200);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Should.ThrowAsync<OperationCanceledException>(() =>
            Rotation().RunAsync(new Every(_ => interrupt.Cancel()), interrupt.Token));

        var during = await Numbers();
        during.Count.ShouldBe(2);
        (await registry.Scalar<long>($"select count(distinct wrapping) from {{schema}}.subject_key")).ShouldBe(2);
        (await registry.NameIn(@case)).ShouldBe("王芳");
        // Whoever is new now comes under the new key, though this server began with the old one.
        var late = await AddPeople(1);
        (await registry.Scalar<int>($"select wrapping from {{schema}}.subject_key where subject = '{late}'")).ShouldBe(during[^1]);

        var done = await Rotation().RunAsync(progress: null, Token);
        done.Number.ShouldBe(during[^1]);
        done.Retired.ShouldBe([during[0]]);
        done.Rewrapped.ShouldBeGreaterThan(0);
        (await Numbers()).ShouldBe([done.Number]);
        (await registry.NameIn(@case)).ShouldBe("王芳");
    }

    [Fact]
    public async Task loses_nobody_whom_servers_add_meanwhile()
    {
        await AddPeople(600);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var adding = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await AddPeople(1);
        }, Token);
        var first = await Rotation().RunAsync(progress: null, Token);
        var second = await Rotation().RunAsync(progress: null, Token);
        await stop.CancelAsync();
        await adding;
        second.Number.ShouldBe(first.Number + 1);
        (await Numbers()).ShouldBe([second.Number]);
        (await registry.Scalar<long>($"select count(*) from {{schema}}.subject_key where wrapping <> {second.Number}")).ShouldBe(0);
    }

    [Fact]
    public async Task waits_for_a_server_that_has_not_got_the_key_yet()
    {
        var @case = await registry.SubmitCase();
        var number = await Rotation().PrepareAsync(Token);
        (await Rotation().PrepareAsync(Token)).ShouldBe(number);
        (await Numbers()).ShouldNotContain(number);
        var file = Path.Combine(registry.Runtime.Settings.KeyDirectory, $"vault-wrapping.{number}.secret");
        File.Exists(file).ShouldBeTrue();

        (await Rotation().RunAsync(progress: null, Token)).Number.ShouldBe(number);
        File.Move(file, file + ".away");
        (await Should.ThrowAsync<KeyStoreException>(() => registry.NameIn(@case))).Code.ShouldBe(KeyStoreException.KeyMissing);
        File.Move(file + ".away", file);
        (await registry.NameIn(@case)).ShouldBe("王芳");
    }

    [Fact]
    public async Task lets_the_retired_key_be_destroyed()
    {
        var @case = await registry.SubmitCase();
        var done = await Rotation().RunAsync(progress: null, Token);
        foreach (var old in System.IO.Directory.EnumerateFiles(registry.Runtime.Settings.KeyDirectory, "vault-wrapping*"))
            if (!old.EndsWith($".{done.Number}.secret", StringComparison.Ordinal))
                File.Delete(old);
        await registry.StartAsync(registry.OwnerConnection);
        (await registry.NameIn(@case)).ShouldBe("王芳");
        System.IO.Directory.EnumerateFiles(registry.Runtime.Settings.KeyDirectory, "vault-wrapping*").Count().ShouldBe(1);
    }

    private VaultRotation Rotation() => new(
        registry.OwnerConnection, registry.Schema, new FileWrappingKeys(new FileKeyStore(
            registry.Runtime.Settings.KeyDirectory,
            File.ReadAllText(Path.Combine(registry.Runtime.Settings.KeyDirectory, "passphrase")))));

    /// <summary>People of whom each has a data key; returns the last one's tag.</summary>
    private async Task<SubjectTag> AddPeople(int count)
    {
        var last = default(SubjectTag);
        var facts = Enumerable.Range(0, count).Select(_ =>
        {
            last = registry.Runtime.Vault.TagOf(HolderCodeType.CitizenId, Guid.NewGuid().ToString());
            return JasperFx.Events.Event.For(new CaseEvent.Refused(default, Personal<Remark>.Of(last, new("x"))));
        }).ToArray();
        await registry.Runtime.Vault.SealAsync(RegistryFixture.Tenant, facts, Token);
        return last;
    }

    private async Task<IReadOnlyList<int>> Numbers() =>
        await registry.Scalar<int[]>("select array_agg(number order by number) from {schema}.wrapping_key");

    private Task<string> EventsDigest() => registry.Scalar<string>(
        "select md5(string_agg(e::text, '' order by id)) from {schema}.mt_events e where type <> 'access_disclosed.v1'");

    private Task<string> Wrapped() =>
        registry.Scalar<string>("select md5(string_agg(wrapped::text, '' order by subject)) from {schema}.subject_key");

    private sealed class Every(Action<long> act) : IProgress<long>
    {
        public void Report(long value) => act(value);
    }
}
