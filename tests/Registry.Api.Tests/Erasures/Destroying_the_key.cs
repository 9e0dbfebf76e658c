using System.Text;
using Npgsql;
using Registry.Api.Tests.Operator;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

/// <summary>
/// After an erasure neither the data nor the key that would open it is anywhere in the database's files, in a dump of it or in
/// what the log shows. Its write-ahead log and older backups are another matter: docs/operations.md says until when.
/// </summary>
public sealed class Destroying_the_key(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task leaves_neither_it_nor_the_data_anywhere()
    {
        if (await DirectoryAsync() is not { } files)
        {
            Assert.Skip("The database server's files are not on this machine.");
            return;
        }
        var claims = ErasureJourneys.NewCitizen();
        claims["party_name"] = "金丝雀𠮷";
        claims["party_code"] = "340104198912310938";
        using var citizen = host.SignedInWith(claims);
        await host.WithdrawnCase(citizen);
        var wrapped = (byte[])(await host.RowAsync("select wrapped from subject_key"))[0]!;

        await FlushAsync();
        (await FoundAsync(files, [wrapped])).ShouldNotBeEmpty("else the search finds nothing at all");
        (await DumpAsync()).ShouldContain(Convert.ToHexStringLower(wrapped));

        await host.Erase(citizen);

        byte[][] secrets = [wrapped, .. Forms("金丝雀𠮷"), .. Forms("340104198912310938"), .. Forms("13800000000")];
        // A transaction from before, of another test on the same server, keeps the deleted row until it ends.
        await Eventually.HoldsAsync("no file has any of it", async () =>
        {
            await FlushAsync();
            return (await FoundAsync(files, secrets)).Count == 0;
        });
        var dump = await DumpAsync();
        var seen = await LogAsync();
        foreach (var secret in secrets)
        {
            dump.ShouldNotContain(Convert.ToHexStringLower(secret));
            Contains(Encoding.UTF8.GetBytes(dump), secret).ShouldBeFalse();
            Contains(seen, secret).ShouldBeFalse();
        }
        Contains(seen, Encoding.ASCII.GetBytes(Convert.ToBase64String(wrapped))).ShouldBeFalse();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    /// <summary>As it is, and in base64 at each of the three places a longer text can have it.</summary>
    private static IEnumerable<byte[]> Forms(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return bytes;
        for (var shift = 0; shift < 3; shift++)
        {
            var inside = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            yield return Encoding.ASCII.GetBytes(inside[(shift == 0 ? 0 : 4)..^4]);
        }
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(string directory, IReadOnlyList<byte[]> secrets)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllBytesAsync(file, Token);
            if (secrets.Any(secret => Contains(content, secret)))
                found.Add(file);
        }
        return found;
    }

    private static bool Contains(byte[] content, byte[] secret) => content.AsSpan().IndexOf(secret) >= 0;

    /// <summary>What operations.md tells an operator to do: rows that were deleted leave the files, and all is on disk.</summary>
    private async Task FlushAsync()
    {
        await host.ExecuteAsync("vacuum full subject_key");
        await SuperuserAsync("checkpoint");
    }

    private async Task<string> DumpAsync()
    {
        var file = Path.Combine(host.DataDirectory, "dump.sql");
        await DatabaseDump.TakeTextAsync(await TestDatabase.ConnectionStringAsync(), host.Schema, file);
        return await File.ReadAllTextAsync(file, Token);
    }

    /// <summary>Everything the log says to the public and to auditors.</summary>
    private async Task<byte[]> LogAsync()
    {
        (await host.FaultsAsync()).ShouldBeEmpty();
        var size = (long)(await host.RowAsync("select size from log_head"))[0]!;
        using var auditor = await host.SignedInAs("auditor");
        var seen = new List<byte>();
        foreach (var path in new[] { $"log/340100/tile/entries/000.p/{size}", $"log/340100/tile/0/000.p/{size}", "api/v1/log/export" })
            seen.AddRange(await auditor.GetByteArrayAsync(new Uri(path, UriKind.Relative), Token));
        return [.. seen];
    }

    private static async Task<string?> DirectoryAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(await SuperuserStringAsync());
            await using var show = source.CreateCommand("show data_directory");
            var files = Path.Combine((string)(await show.ExecuteScalarAsync(Token))!, "base");
            return Directory.Exists(files) ? files : null;
        }
        catch (PostgresException)
        {
            return null;
        }
    }

    private static async Task SuperuserAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await SuperuserStringAsync());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    // A private cluster's superuser has the same password as its login.
    private static async Task<string> SuperuserStringAsync() =>
        new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync()) { Username = "postgres" }.ConnectionString;
}
