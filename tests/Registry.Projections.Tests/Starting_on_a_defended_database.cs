using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;

namespace Registry.Projections.Tests;

/// <summary>Nothing starts on a database that would let history be changed, or lose what was acknowledged.</summary>
public sealed class Starting_on_a_defended_database : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    private string App => "app_" + registry.Schema;

    private string Leader => "leader_" + registry.Schema;

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Theory]
    [InlineData("log_entry", "update", "registry_runtime")]
    [InlineData("log_entry", "insert", "registry_runtime")]
    [InlineData("log_head", "update", "registry_runtime")]
    [InlineData("log_publication", "update (note)", "registry_runtime")]
    [InlineData("mt_events", "delete", "registry_sequencer")]
    [InlineData("log_subtree", "truncate", "registry_sequencer")]
    [InlineData("log_checkpoint", "trigger", "registry_sequencer")]
    public async Task is_refused_while_a_working_role_holds_too_much(string table, string privilege, string role)
    {
        await registry.AsOwner($"grant {privilege} on {{schema}}.{table} to {role}");
        // The start itself takes back what it once gave; a grant that it does not know of, it must notice.
        var found = await Schema.Defences.PrivilegesTooWideAsync(
            role == "registry_runtime" ? registry.Runtime.Database.Pooled : registry.Runtime.Database.Unpooled,
            registry.Schema, Schema.LoginUse.Owner, TestContext.Current.CancellationToken);
        found.ShouldBe([$"{role} {table} {privilege.Split(' ')[0].ToUpperInvariant()}"]);
    }

    [Fact]
    public async Task is_refused_while_a_grant_that_the_start_does_not_take_back_is_there()
    {
        await registry.AsOwner("grant delete on {schema}.mt_events to registry_sequencer");
        await ShouldNotStart(StartupCodes.PrivilegesTooWide, "registry_sequencer mt_events DELETE");
    }

    [Theory]
    [InlineData("log_entry", "append_only")]
    [InlineData("log_head", "forward_only")]
    [InlineData("mt_events", "append_only")]
    [InlineData("log_publication", "append_only")]
    public async Task is_refused_while_a_trigger_is_disabled(string table, string trigger)
    {
        await registry.AsOwner($"alter table {{schema}}.{table} disable trigger {trigger}");
        await ShouldNotStart(StartupCodes.TriggersMissing, $"{table} {trigger}");
        await registry.AsOwner($"alter table {{schema}}.{table} enable always trigger {trigger}");
        await (await Start(new(registry.OwnerConnection), demonstration: true)).DisposeAsync();
    }

    [Fact]
    public async Task is_refused_while_a_trigger_does_something_else()
    {
        await registry.AsOwner(
            "drop trigger append_only on {schema}.log_entry; "
            + "create function {schema}.pass() returns trigger language plpgsql as 'begin return null; end'; "
            + "create trigger append_only before update or delete or truncate on {schema}.log_entry execute function {schema}.pass()");
        await ShouldNotStart(StartupCodes.TriggersMissing, "log_entry append_only");
    }

    [Fact]
    public async Task is_refused_while_a_commit_is_acknowledged_before_it_is_flushed()
    {
        // The superuser's settings are asked for in the same query; no login of these tests may set them.
        await registry.AsOwner($"create role {App} login password 'app'; alter role {App} set synchronous_commit = 'off'; "
            + $"grant registry_runtime, registry_sequencer to {App}");
        try
        {
            var failure = await Should.ThrowAsync<StartupFailure>(() =>
                Start(new(As(App), registry.OwnerConnection), demonstration: true));
            failure.Code.ShouldBe(StartupCodes.DatabaseSettingsUnsafe);
            failure.Message.ShouldContain("synchronous_commit=off");
        }
        finally
        {
            await registry.AsOwner($"drop role {App}");
        }
    }

    [Fact]
    public async Task goes_well_with_a_login_for_each_role_and_is_refused_when_one_could_play_the_other()
    {
        await registry.AsOwner(
            $"create role {App} login password 'app'; grant registry_runtime to {App}; "
            + $"create role {Leader} login password 'app'; grant registry_sequencer to {Leader}");
        try
        {
            var logins = new DatabaseLogins(As(App), registry.OwnerConnection, As(Leader));
            await (await Start(logins, demonstration: false)).DisposeAsync();
            await registry.AsOwner($"grant registry_sequencer to {App}");
            var failure = await Should.ThrowAsync<StartupFailure>(() => Start(logins, demonstration: false));
            failure.Code.ShouldBe(StartupCodes.PrivilegesTooWide);
            failure.Message.ShouldContain($"{App} log_entry INSERT");
        }
        finally
        {
            await registry.AsOwner($"drop role {App}; drop role {Leader}");
        }
    }

    [Fact]
    public async Task is_refused_with_a_login_that_owns_the_tables()
    {
        var failure = await Should.ThrowAsync<StartupFailure>(() => Start(new(registry.OwnerConnection), demonstration: false));
        failure.Code.ShouldBe(StartupCodes.PrivilegesTooWide);
        failure.Message.ShouldContain("log_entry DELETE");
    }

    private async Task ShouldNotStart(string code, string named)
    {
        var failure = await Should.ThrowAsync<StartupFailure>(() => Start(new(registry.OwnerConnection), demonstration: true));
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(named);
    }

    private Task<RegistryRuntime> Start(DatabaseLogins logins, bool demonstration) => RegistryRuntime.StartAsync(
        new RegistrySettings
        {
            Schema = registry.Schema,
            DataDirectory = registry.DataDirectory,
            Demonstration = demonstration,
            KeyPassphrase = File.ReadAllText(Path.Combine(registry.DataDirectory, "keys", "passphrase")),
        },
        logins, EmbeddedPostgresOptions.ForCommand, NullLogger.Instance, TestContext.Current.CancellationToken);

    private string As(string login) => new NpgsqlConnectionStringBuilder(registry.OwnerConnection)
    {
        Username = login,
        Password = "app",
        Pooling = false,
    }.ConnectionString;
}
