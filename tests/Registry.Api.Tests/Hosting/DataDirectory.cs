using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

/// <summary>A data directory of one test, with a space and Chinese in its name; goes with its cluster at the end.</summary>
public sealed class DataDirectory : IAsyncDisposable
{
    // TestDatabase sweeps this prefix when a test run was killed.
    private readonly string _top = Directory.CreateDirectory(
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"registry-test-{Guid.NewGuid():N}")).FullName;

    public string Path => System.IO.Path.Combine(_top, "数据 dir");

    /// <summary>The top directory, closed to everybody but this user.</summary>
    public void CloseToOthers() =>
        File.SetUnixFileMode(_top, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null) => EmbeddedPostgres.StartAsync(
        Path, options ?? EmbeddedPostgresOptions.ForServer, NullLogger.Instance, TestContext.Current.CancellationToken);

    public async Task<StartupFailure> FailureAsync(EmbeddedPostgresOptions? options = null) =>
        await Should.ThrowAsync<StartupFailure>(() => StartAsync(options));

    /// <summary>The running postmaster; null when there is none.</summary>
    public Process? Postmaster()
    {
        try
        {
            var id = File.ReadLines(this["pg/postmaster.pid"]).First();
            return Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return null;
        }
    }

    public static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await EmbeddedPostgres.DeleteAsync(Path, NullLogger.Instance, CancellationToken.None);
        Directory.Delete(_top, recursive: true);
    }
}
