using JasperFx;
using Marten;
using Npgsql;
using Registry.Projections.Schema;
using Registry.Testing;

namespace Registry.Projections.Tests;

/// <summary>A start compares the tables with what it needs, unless this very build left them as they are.</summary>
public sealed class Migrating : IAsyncLifetime
{
    private readonly string schema = "t" + Guid.NewGuid().ToString("N")[..12];
    private string owner = "";

    public async ValueTask InitializeAsync() => owner = await TestDatabase.ConnectionStringAsync();

    public async ValueTask DisposeAsync() => await ExecuteAsync("drop schema {schema} cascade");

    [Fact]
    public async Task from_nothing_leaves_what_the_next_start_need_not_compare()
    {
        (await IsAppliedAsync()).ShouldBeFalse();
        await ApplyAsync();
        (await IsAppliedAsync()).ShouldBeTrue();
        await ShouldBeRightAsync();
    }

    [Fact]
    public async Task is_done_once_for_all_fixtures_which_begin_with_a_copy_of_it()
    {
        await TestDatabase.PrepareAsync(schema);
        (await IsAppliedAsync()).ShouldBeTrue();
        await ShouldBeRightAsync();
    }

    [Theory]
    [InlineData("drop table {schema}.mt_doc_casecard")]
    [InlineData("drop index {schema}.access_covert")]
    [InlineData("drop index {schema}.access_shared")]
    [InlineData("drop function {schema}.mt_quick_append_events")]
    [InlineData("alter table {schema}.mt_doc_casecard drop column mt_version")]
    [InlineData("alter table {schema}.mt_event_progression alter column last_seq_id type int")]
    public async Task puts_right_what_somebody_has_changed(string change)
    {
        await TestDatabase.PrepareAsync(schema);
        await ExecuteAsync(change);
        await ApplyAsync();
        (await IsAppliedAsync()).ShouldBeTrue();
        await ShouldBeRightAsync();
    }

    [Fact]
    public async Task compares_what_another_build_left()
    {
        await TestDatabase.PrepareAsync(schema);
        var mark = await ScalarAsync("select obj_description('{schema}'::regnamespace)");
        await ExecuteAsync($"comment on schema {{schema}} is '{new string('0', 64)}{mark[64..]}'");
        (await IsAppliedAsync()).ShouldBeFalse();
        await ApplyAsync();
        (await ScalarAsync("select obj_description('{schema}'::regnamespace)")).ShouldBe(mark);
    }

    private Task ApplyAsync() => RegistrySchema.ApplyAsync(owner, schema, TimeProvider.System, TestContext.Current.CancellationToken);

    private async Task<bool> IsAppliedAsync()
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var connection = await source.OpenConnectionAsync();
        return await AppliedSchema.IsAppliedAsync(connection, schema, TestContext.Current.CancellationToken);
    }

    /// <summary>By Marten's own comparison.</summary>
    private async Task ShouldBeRightAsync()
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var store = DocumentStore.For(options =>
            RegistryStore.Configure(options, source, schema, TimeProvider.System, AutoCreate.None));
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }
}
