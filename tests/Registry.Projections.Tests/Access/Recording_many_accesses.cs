using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Log.Fsck;
using Registry.Testing;

namespace Registry.Projections.Tests.Access;

/// <summary>Accesses that wait are committed together, and each is its own: its own people, purpose and signature.</summary>
public sealed class Recording_many_accesses : IAsyncLifetime
{
    private static readonly Uscc[] Agencies = [Uscc.Parse("11340100MB1AC012X9"), Uscc.Parse("11340100MB1AC00901")];

    private readonly RegistryFixture registry = new();

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task takes_few_commits_and_gives_each_a_receipt_of_its_own()
    {
        AccessReceipt?[] receipts;
        await using (await FreezeAsync())
        {
            var waiting = Enumerable.Range(0, 500).Select(number => Record(registry.Runtime.Accesses, number)).ToArray();
            waiting.ShouldAllBe(access => !access.IsCompleted);
            await StopFreezingAsync();
            receipts = await Task.WhenAll(waiting);
        }
        receipts.ShouldAllBe(receipt => receipt != null && receipt.Covers(registry.Subject()));
        receipts.Select(receipt => receipt!.EventId).Distinct().Count().ShouldBe(500);
        // Two that were frozen with what they had, and the rest at 256 a commit.
        (await registry.Scalar<long>("select count(distinct stream_id) from {schema}.mt_events where type = 'access_disclosed.v1'"))
            .ShouldBeLessThanOrEqualTo(5);
        (await registry.Scalar<long>(
            $"select count(*) from {{schema}}.mt_events where headers ->> 'step' = 'case/7' and headers ->> 'agency' = '{Agencies[1]}' and user_name = 'officer-7'"))
            .ShouldBe(1);
        (await registry.Scalar<long>("select count(*) from {schema}.mt_doc_accessrecord")).ShouldBe(500);

        await registry.SequenceAndSign();
        var found = await new FsckRun(
            registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
            .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, CancellationToken.None);
        found.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task fails_only_those_whose_agency_cannot_sign()
    {
        await registry.AsOwner(
            $"update {{schema}}.mt_doc_signingkeycard set data = data || '{{\"isLive\": false}}' where data ->> 'owner' = '{Agencies[1]}'");
        await using (await FreezeAsync())
        {
            Task<AccessReceipt?>[] waiting = [.. Enumerable.Range(0, 60).Select(number => Record(registry.Runtime.Accesses, number))];
            await StopFreezingAsync();
            foreach (var (number, access) in waiting.Index())
                if (number % 2 == 0)
                    (await access).ShouldNotBeNull();
                else
                    await Should.ThrowAsync<Exception>(() => access);
        }
    }

    [Fact]
    public async Task sends_away_who_finds_the_queue_full_and_loses_nobody_who_did_not()
    {
        var waiting = new List<Task<AccessReceipt?>>();
        await using (await FreezeAsync())
        {
            await Should.ThrowAsync<AccessQueueFullException>(async () =>
            {
                while (waiting.Count < 20_000)
                    waiting.Add(Record(registry.Runtime.Accesses, waiting.Count));
                await Task.WhenAll(waiting);
            });
            await StopFreezingAsync();
            (await Task.WhenAll(waiting)).ShouldAllBe(receipt => receipt != null);
        }
        (await registry.Scalar<long>("select count(*) from {schema}.mt_events where type = 'access_disclosed.v1'"))
            .ShouldBe(waiting.Count);
    }

    [Fact]
    public async Task gives_no_receipt_once_somebody_has_waited_too_long()
    {
        var clock = new FakeTimeProvider();
        await using var recorder = new AccessRecorder(registry.Runtime.Sessions, clock);
        await using (await FreezeAsync())
        {
            var access = Record(recorder, 0);
            clock.Advance(AccessRecorder.Patience);
            await Should.ThrowAsync<TimeoutException>(() => access);
        }
    }

    /// <summary>Two processes; what one commits names the same people in the order that the other does not.</summary>
    [Fact]
    public async Task numbers_every_access_to_a_person_once_whoever_records_it()
    {
        await using var other = new AccessRecorder(registry.Runtime.Sessions, TimeProvider.System);
        SubjectTag[] people = [.. Enumerable.Range(0, 8).Select(one => new SubjectTag($"person-{one}"))];
        foreach (var wave in Enumerable.Range(0, 400).Chunk(10))
            (await Task.WhenAll(wave.Select(number => Record(
                number % 2 == 0 ? registry.Runtime.Accesses : other, number, number % 2 == 0 ? people : [.. people.Reverse()]))))
                .ShouldAllBe(receipt => receipt != null);
        foreach (var person in people)
            (await registry.Scalar<long>(
                $"""
                select count(*) from (select row_number() over (order by (data ->> 'number')::bigint) as place, (data ->> 'number')::bigint as number
                    from {registry.Schema}.mt_doc_accessrecord where data ->> 'subject' = '{person}') r where place = number
                """)).ShouldBe(400);
    }

    [Fact]
    public async Task lets_nobody_wait_for_long_behind_a_commit_that_waits_for_a_lock_of_another_person_s()
    {
        await using var recorder = new AccessRecorder(registry.Runtime.Sessions, TimeProvider.System);
        var (held, free) = (new SubjectTag("held"), new SubjectTag("free"));
        await Record(recorder, 0, [held]);
        await using var other = await FreezeAsync($"select from {registry.Schema}.access_count where subject = 'held' for update");
        var behind = Record(recorder, 1, [held]);
        // Else the others are in the same commit.
        await Eventually.HoldsAsync("it waits for the lock", () => registry.Scalar<bool>(
            $"select exists (select from pg_stat_activity where {other.ProcessID} = any(pg_blocking_pids(pid)))"));
        (await Record(recorder, 2, [free])).ShouldNotBeNull();
        (await Record(recorder, 3, [free])).ShouldNotBeNull();
        behind.IsCompleted.ShouldBeFalse();
        await StopFreezingAsync();
        (await behind).ShouldNotBeNull();
    }

    [Fact]
    public async Task ends_with_what_still_waits()
    {
        var recorder = new AccessRecorder(registry.Runtime.Sessions, TimeProvider.System);
        var access = Record(recorder, 0);
        await recorder.DisposeAsync();
        (await access).ShouldNotBeNull();
    }

    private NpgsqlConnection? freeze;

    private Task<NpgsqlConnection> FreezeAsync() => FreezeAsync($"lock table {registry.Schema}.mt_events in exclusive mode");

    private async Task<NpgsqlConnection> FreezeAsync(string hold)
    {
        freeze = new NpgsqlConnection(registry.OwnerConnection);
        await freeze.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {hold}", freeze);
        await command.ExecuteNonQueryAsync();
        return freeze;
    }

    private async Task StopFreezingAsync() => await freeze!.CloseAsync();

    private Task<AccessReceipt?> Record(AccessRecorder recorder, int number) => Record(recorder, number, [registry.Subject()]);

    private static Task<AccessReceipt?> Record(AccessRecorder recorder, int number, IReadOnlyList<SubjectTag> people) => recorder.RecordAsync(
        RegistryFixture.Tenant,
        new AccessIntent(
            new Actor($"officer-{number}", Role.Caseworker, Agencies[number % 2], RegionCode.Parse(RegistryFixture.Tenant), null),
            new AccessRuling(Ground.CaseHandling($"case/{number}"), ["holder.name"], null),
            people, DataClass.Case, $"case/{number}", $"trace-{number}"));
}
