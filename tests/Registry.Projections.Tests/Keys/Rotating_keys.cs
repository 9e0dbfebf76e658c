using System.Text;
using Npgsql;
using Registry.Api.Authorities;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Projections.Tests.Keys;

/// <summary>Keys come and go while the registry works, and everything it ever signed verifies.</summary>
public sealed class Rotating_keys : IAsyncLifetime
{
    private const string Tenant = RegistryFixture.Tenant;

    private readonly RegistryFixture registry = new();

    private KeyCustody Custody => registry.Runtime.Custody;

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task under_load_leaves_no_entry_that_does_not_verify()
    {
        using var stop = new CancellationTokenSource();
        var (written, refused) = (0, 0);
        // Half of them as another process would: with a choice of signers of their own.
        var others = AnotherProcess();
        var writers = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                try
                {
                    await SubmitCase(number % 2 == 0 ? registry.Runtime.Sessions : others);
                    Interlocked.Increment(ref written);
                }
                catch (Exception e) when (StateOf(e) == KeyGuard.KeyEnded)
                {
                    Interlocked.Increment(ref refused);
                }
        }, TestContext.Current.CancellationToken)).ToArray();

        var used = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            var old = (await registry.Runtime.Signers.LiveAsync(Tenant, Tenant, CancellationToken.None))[0].Kid;
            used.Add(await Custody.RotateAsync(Tenant, Tenant, round % 2 == 0 ? Sm2.Name : Es256.Name));
            await WaitForEntriesOf(used[^1]);
            // At once, without the wait that an operator's retirement has: the guard alone keeps the log right.
            (await Custody.ReportCompromiseAsync(
                registry.Runtime.Logs.Of(Tenant), old, 0, 0, CompromiseReason.Suspected, CompromiseReporter.Operator)).ShouldBeNull();
        }
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var (verdict, summary) = await Export();
        verdict.Code.ShouldBe("ok", verdict.ToString());
        written.ShouldBeGreaterThan(50);
        summary.Keys.ShouldBe(15 + used.Count);
        summary.Suspects.Count.ShouldBe(4);
        TestContext.Current.TestOutputHelper!.WriteLine($"{written} written, {refused} refused, {summary.Size} entries");
    }

    [Fact]
    public async Task refuses_what_a_process_signs_that_has_not_heard_of_the_end()
    {
        var late = AnotherProcess(new StoppedClock());
        await SubmitCase(late);
        var old = (await registry.Runtime.Signers.LiveAsync(Tenant, Tenant, CancellationToken.None))[0].Kid;
        await Custody.RotateAsync(Tenant, Tenant, Es256.Name);
        (await Custody.ReportCompromiseAsync(
            registry.Runtime.Logs.Of(Tenant), old, 0, 0, CompromiseReason.KeyExposed, CompromiseReporter.Owner)).ShouldBeNull();
        StateOf(await Should.ThrowAsync<Exception>(() => SubmitCase(late))).ShouldBe(KeyGuard.KeyEnded);
        await SubmitCase(AnotherProcess());
        (await Export()).Verdict.Code.ShouldBe("ok");
    }

    [Fact]
    public async Task retires_a_key_only_after_its_successor_and_once()
    {
        var old = (await registry.Runtime.Signers.LiveAsync(Tenant, Tenant, CancellationToken.None))[0].Kid;
        (await Retire(old)).ShouldBe(SigningKeyDecider.NoSuccessor);
        await Custody.RotateAsync(Tenant, Tenant, Es256.Name);
        (await Retire(old)).ShouldBeNull();
        (await Retire(old)).ShouldBe(SigningKeyDecider.AlreadyEnded);
        (await Retire("AAAAAAAAAAAAAAAA")).ShouldBe(SigningKeyDecider.Unknown);
        (await Export()).Verdict.Code.ShouldBe("ok");
    }

    [Fact]
    public async Task takes_up_a_key_that_a_crash_left_unregistered()
    {
        var left = registry.Runtime.Keys.Create(AgencySigners.KeyName(Tenant), Es256.Name).KeyId;
        (await Custody.RotateAsync(Tenant, Tenant, Es256.Name)).ShouldBe(left);
    }

    /// <summary>Attack 19 of the operations reference, as an insider with the owner's role could do it.</summary>
    [Fact]
    public async Task a_public_key_swapped_in_the_database_is_found_at_its_entry()
    {
        (await Export()).Verdict.Code.ShouldBe("ok");
        var foreign = registry.Runtime.Keys.Create("foreign", Es256.Name);
        await registry.AsOwner(
            $$"""
            alter table {schema}.mt_events disable trigger append_only;
            update {schema}.mt_events set data = jsonb_set(data, '{publicKey}', '"{{Convert.ToBase64String(foreign.PublicKeySpki)}}"')
            where type = 'signing_key_registered.v1' and data ->> 'owner' = '{{Tenant}}'
            """);
        var (verdict, _) = await Export();
        (verdict.Code, verdict.Index).ShouldBe(("commitment", 0));
    }

    private Task<Refusal?> Retire(string kid) => Custody.RetireAsync(Tenant, kid, RetirementReason.Scheduled, TimeProvider.System);

    private RegistrySessions AnotherProcess(TimeProvider? clock = null) => new(
        registry.Runtime.Store, registry.Runtime.Logs,
        new AgencySigners(registry.Runtime.Keys, registry.Runtime.Store, clock ?? TimeProvider.System), registry.Runtime.Vault, registry.Schema);

    private async Task SubmitCase(RegistrySessions sessions)
    {
        await using var session = sessions.Open(Tenant, new Act(registry.Citizen(), correlation: null) { Ground = Ground.OwnRequest() });
        registry.QueueCase(session);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private Task WaitForEntriesOf(string kid) => Eventually.HoldsAsync($"entries of {kid}", async () => await registry.Scalar<long>(
        $"select count(*) from {{schema}}.log_inbox where convert_from(body, 'UTF8') like '%\"kid\":\"{kid}\"%'") > 5);

    private async Task<(ExportVerdict Verdict, ExportSummary Summary)> Export()
    {
        await registry.SequenceAndSign();
        var log = registry.Runtime.Logs.Of(Tenant);
        using var file = new MemoryStream();
        await registry.Runtime.Export.WriteAsync(log, file, progress: null, CancellationToken.None);
        var verifier = new ExportVerifier(log.Key);
        foreach (var line in Encoding.UTF8.GetString(file.ToArray()).Split('\n')[..^1])
            if (verifier.Take(Encoding.UTF8.GetBytes(line)) is { } fault)
                return (fault, verifier.Summary);
        return (verifier.Finish(), verifier.Summary);
    }

    private static string? StateOf(Exception? e) => e switch
    {
        null => null,
        PostgresException postgres => postgres.SqlState,
        _ => StateOf(e.InnerException),
    };

    /// <summary>A choice made by it is never looked at again.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
