using System.Diagnostics;
using Npgsql;

namespace Registry.Api.Tests.Operator;

/// <summary>pg_dump and pg_restore, as an operator's backup uses them.</summary>
internal static class DatabaseDump
{
    public static Task TakeAsync(string database, string schema, string file) =>
        RunAsync(database, "pg_dump", "--format=custom", $"--schema={schema}", $"--file={file}");

    /// <summary>The dump as text: bytes are in hexadecimal.</summary>
    public static Task TakeTextAsync(string database, string schema, string file) =>
        RunAsync(database, "pg_dump", "--format=plain", $"--schema={schema}", $"--file={file}");

    /// <summary>Restores into a new database on the same server and returns how to reach it.</summary>
    public static async Task<string> RestoreAsync(string database, string file)
    {
        var name = "restored_" + Guid.NewGuid().ToString("N")[..12];
        var owner = new NpgsqlConnectionStringBuilder(database).Username;
        await CreateAsync(database, $"create database {name} owner {owner}");
        var restored = new NpgsqlConnectionStringBuilder(database) { Database = name }.ConnectionString;
        await RunAsync(restored, "pg_restore", "--exit-on-error", $"--dbname={name}", file);
        return restored;
    }

    // The login of a private cluster may not create databases; its superuser has the same password.
    private static async Task CreateAsync(string database, string sql)
    {
        try
        {
            await ExecuteAsync(database, sql);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await ExecuteAsync(new NpgsqlConnectionStringBuilder(database) { Username = "postgres" }.ConnectionString, sql);
        }
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(string database, string program, params string[] arguments)
    {
        var login = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (login.Host, $"{login.Port}");
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (login.Username, login.Password);
        start.Environment["PGDATABASE"] = login.Database;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, errors);
    }
}
