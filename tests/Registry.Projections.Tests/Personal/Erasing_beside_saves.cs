using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Erasures;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Projections.Personal;

namespace Registry.Projections.Tests.Personal;

/// <summary>A save and an erasure of the same person at the same time, at the moments where it matters.</summary>
public sealed class Erasing_beside_saves(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Li Qiang, who has not answered.</summary>
    private SubjectTag Named => registry.Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340111198506150022");

    [Fact]
    public async Task nothing_is_saved_under_a_key_that_was_destroyed_since_it_was_sealed()
    {
        await registry.SubmitCase();
        await using var late = registry.CitizenSession();
        registry.QueueCase(late);
        await using var holder = await HoldExclusivelyAsync();
        var saving = late.SaveChangesAsync(CancellationToken.None);
        await WaitingAsync();
        await holder.ExecuteAsync("delete from {schema}.subject_key", registry.Schema);
        await holder.CommitAsync();
        (await Should.ThrowAsync<Exception>(() => saving)).GetBaseException().ShouldBeOfType<PostgresException>().SqlState.ShouldBe("RK003");
        (await registry.Scalar<long>("select count(*) from {schema}.log_inbox i where not exists (select from {schema}.mt_events e where e.id = i.event_id)"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task nobody_s_consent_counts_once_the_key_is_gone_that_it_was_looked_for_under()
    {
        var id = await registry.SubmitJointCase();
        await using var late = registry.CitizenSession();
        var stream = await late.Events.FetchForWriting<Domain.Cases.Case, CaseId>(id, Token);
        stream.AppendOne(new CaseEvent.Consented(new(2026, 11, 27), Named));
        late.QueueKeyRequired(registry.Schema, RegistryFixture.Tenant, Named, key: 1);
        await using var holder = await HoldExclusivelyAsync();
        var saving = late.SaveChangesAsync(CancellationToken.None);
        await WaitingAsync();
        await holder.ExecuteAsync($"delete from {{schema}}.subject_key where subject = '{Named}'", registry.Schema);
        await holder.CommitAsync();
        (await Should.ThrowAsync<Exception>(() => saving)).GetBaseException().ShouldBeOfType<PostgresException>().SqlState.ShouldBe("RK003");
    }

    [Fact]
    public async Task an_erasure_that_was_decided_before_somebody_named_the_person_is_refused_whatever_they_said_to_it()
    {
        await registry.SubmitJointCase();
        var declined = registry.Runtime.Vault.TagOf(HolderCodeType.CitizenId, "340104197503070029");
        foreach (var person in (SubjectTag[])[Named, declined])
        {
            (await Should.ThrowAsync<Exception>(() => EraseAsync(person, key: 1, seen: 0)))
                .GetBaseException().ShouldBeOfType<PostgresException>().SqlState.ShouldBe("RK004");
            (await KeysAsync(person)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("array[]::text[], array[]::int[]", null)]
    [InlineData("array['first', 'second'], array[1, 2]", null)]
    [InlineData("array['first', 'absent'], array[1, 1]", "RK003")]
    [InlineData("array['first', 'second'], array[1, 1]", "RK003")]
    [InlineData("array['second', 'first'], array[1, 1]", "RK003")]
    public async Task a_save_about_several_needs_every_one_of_the_keys_it_sealed_with(string used, string? refusedAs)
    {
        await registry.AsOwner(
            """
            insert into {schema}.subject_key (tenant, subject, wrapped, wrapping, number)
            values ('several', 'first', '', 1, 1), ('several', 'second', '', 1, 2) on conflict do nothing
            """);
        var call = () => registry.AsOwner($"call {{schema}}.require_subject_keys('several', {used})");
        if (refusedAs is null)
            await call();
        else
            (await Should.ThrowAsync<PostgresException>(call)).SqlState.ShouldBe(refusedAs);
    }

    [Fact]
    public async Task an_erasure_that_was_decided_before_something_came_in_is_refused()
    {
        await registry.SubmitCase();
        var (seen, erased) = (await SeenAsync(), await ErasedAsync());
        await registry.SubmitCase();
        (await Should.ThrowAsync<Exception>(() => EraseAsync(registry.Subject(), key: 1, seen)))
            .GetBaseException().ShouldBeOfType<PostgresException>().SqlState.ShouldBe("RK004");
        (await ErasedAsync()).ShouldBe(erased);
        (await KeysAsync(registry.Subject())).ShouldBe(1);
    }

    [Fact]
    public async Task a_backup_from_before_an_erasure_does_not_bring_the_key_back()
    {
        var subject = registry.Runtime.Vault.TagOf(HolderCodeType.CitizenId, "11010519491231002X");
        await registry.Runtime.Vault.SealAsync(RegistryFixture.Tenant, [Something(subject)], Token);
        await registry.AsOwner("create table {schema}.backup as select * from {schema}.subject_key");
        await EraseAsync(subject, key: 1, seen: 0);
        (await KeysAsync(subject)).ShouldBe(0);
        await registry.AsOwner("insert into {schema}.subject_key select * from {schema}.backup on conflict do nothing; drop table {schema}.backup");
        (await KeysAsync(subject)).ShouldBe(1);

        await registry.StartAsync(registry.OwnerConnection);
        (await KeysAsync(subject)).ShouldBe(0);
        // Whoever comes back has a further key, which the next start leaves alone.
        await registry.Runtime.Vault.SealAsync(RegistryFixture.Tenant, [Something(subject)], Token);
        await registry.StartAsync(registry.OwnerConnection);
        (await registry.Runtime.Vault.KeyNumberAsync(RegistryFixture.Tenant, subject, Token)).ShouldBe(2);
    }

    private static JasperFx.Events.IEvent Something(SubjectTag subject) =>
        JasperFx.Events.Event.For(new ErasureEvent.Refused(default, Personal<Remark>.Of(subject, new("x"))));

    private async Task EraseAsync(SubjectTag subject, int key, long seen)
    {
        var officer = new Actor("administrator-2", Role.Administrator, null, null, null);
        await using var session = registry.Runtime.Sessions.Open(
            RegistryFixture.Tenant, new Act(officer, correlation: null) { Ground = Ground.Erasure() });
        var id = Guid.NewGuid();
        session.Events.StartStream<Erasure>(
            id, new ErasureEvent.Requested(subject, ErasureRequester.Authority, "administrator-1", default, Reason: null),
            new ErasureEvent.Erased(subject, key, [], "administrator-2", default));
        session.QueueErasure(registry.Schema, RegistryFixture.Tenant, subject, key, seen);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    private Task<long> KeysAsync(SubjectTag subject) =>
        registry.Scalar<long>($"select count(*) from {{schema}}.subject_key where subject = '{subject}'");

    private Task<long> ErasedAsync() =>
        registry.Scalar<long>("select count(*) from {schema}.mt_events where type = 'subject_erased.v1'");

    private Task<long> SeenAsync() => registry.Scalar<long>(
        $"select coalesce(sum((data ->> 'version')::bigint), 0)::bigint from {{schema}}.mt_doc_casecard where data ->> 'subject' = '{registry.Subject()}'");

    private async Task<Eraser> HoldExclusivelyAsync()
    {
        var eraser = await Eraser.StartAsync(registry.OwnerConnection);
        await eraser.ExecuteAsync(
            $"select pg_advisory_xact_lock(hashtextextended('registry/erasure/{{schema}}/{RegistryFixture.Tenant}', 0))", registry.Schema);
        return eraser;
    }

    private Task WaitingAsync() => Registry.Testing.Eventually.HoldsAsync("the save waits for the erasure", async () =>
        await registry.Scalar<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted)"));

    /// <summary>A transaction of somebody who erases, between its lock and its commit.</summary>
    private sealed class Eraser(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<Eraser> StartAsync(string connectionString)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(Token);
            return new(connection, await connection.BeginTransactionAsync(Token));
        }

        public async Task ExecuteAsync(string sql, string schema)
        {
            await using var command = new NpgsqlCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal), connection, transaction);
            await command.ExecuteNonQueryAsync(Token);
        }

        public Task CommitAsync() => transaction.CommitAsync(Token);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
