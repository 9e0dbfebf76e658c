using System.Diagnostics;
using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Testing;

/// <summary>
/// What the server's own migration makes from nothing, once in this process and kept as SQL. Fixtures begin with a copy of
/// it, which costs a fifth of a migration; the server still looks at each, and would bring it up to date.
/// </summary>
internal static class SchemaTemplate
{
    // As long as fixtures' own names are, and like nothing else in the SQL.
    private static readonly string Name = "template" + Guid.NewGuid().ToString("N")[..12];

    private static readonly Lazy<Task<string?>> Made = new(MakeAsync);

    /// <summary>
    /// Makes a schema in the database of this process. Where PostgreSQL's own pg_dump is missing or older than the server, it does
    /// nothing: the server that is started there migrates from nothing.
    /// </summary>
    public static async Task CopyAsync(string schema)
    {
        if (await Made.Value is { } template)
            await ExecuteAsync(await TestDatabase.ConnectionStringAsync(), template.Replace(Name, schema, StringComparison.Ordinal));
    }

    private static async Task<string?> MakeAsync()
    {
        var database = await TestDatabase.ConnectionStringAsync();
        await RegistrySchema.ApplyAsync(database, Name, TimeProvider.System, CancellationToken.None);
        var sql = await DumpAsync(new(database));
        await ExecuteAsync(database, $"drop schema {Name} cascade");
        return sql;
    }

    private static async Task<string?> DumpAsync(NpgsqlConnectionStringBuilder login)
    {
        // The few rows that a migration writes, as statements; the rest is for psql only.
        var start = new ProcessStartInfo("pg_dump", ["--inserts", $"--schema={Name}"]) { RedirectStandardOutput = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (login.Host, $"{login.Port}");
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (login.Username, login.Password);
        start.Environment["PGDATABASE"] = login.Database;
        try
        {
            using var process = Process.Start(start)!;
            var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n').Where(line => !line.StartsWith('\\'));
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? string.Join('\n', lines) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        // Not pooled: the SQL sets the session up for itself.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
