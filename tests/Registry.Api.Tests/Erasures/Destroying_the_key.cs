using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Tests.Operator;
using Registry.Projections.Keys;
using Registry.Projections.Personal;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

/// <summary>
/// After an erasure neither the data nor the key that would open it is anywhere in the database's files, in a dump of it or in
/// what the log shows. The wrapped key is another matter in the write-ahead log and older backups: docs/operations.md says until when.
/// The key itself was never in any of them.
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
        var row = await host.RowAsync("select wrapped, subject, wrapping from subject_key");
        var wrapped = (byte[])row[0]!;
        var key = Unwrapped(wrapped, (string)row[1]!, (int)row[2]!);

        await FlushAsync();
        (await FoundAsync([files], [wrapped])).ShouldNotBeEmpty("else the search finds nothing at all");
        (await DumpAsync()).ShouldContain(Convert.ToHexStringLower(wrapped));

        await host.Erase(citizen);

        byte[][] secrets = [wrapped, .. Forms("金丝雀𠮷"), .. Forms("340104198912310938"), .. Forms("13800000000")];
        // A transaction from before, of another test on the same server, keeps the deleted row until it ends.
        await Eventually.HoldsAsync("no file has any of it", async () =>
        {
            await FlushAsync();
            return (await FoundAsync([files], secrets)).Count == 0;
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
        byte[][] forms = [.. FormsOf(key)];
        forms.ShouldAllBe(form => !Contains(seen, form) && !Contains(Encoding.UTF8.GetBytes(dump), form));
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task leaves_the_key_itself_nowhere_however_talkative_the_database_is()
    {
        if (await DirectoryAsync() is not { } files)
        {
            Assert.Skip("The database server's files are not on this machine.");
            return;
        }
        // With its write-ahead log and what it says.
        var cluster = Path.GetDirectoryName(files)!;
        var spoken = Path.Combine(Path.GetDirectoryName(cluster)!, "pg.log");
        string[] everything = File.Exists(spoken) ? [cluster, spoken] : [cluster];
        await SuperuserAsync("alter system set log_statement = 'all'", "select pg_reload_conf()");
        try
        {
            using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
            var @case = await host.WithdrawnCase(citizen);
            var row = await host.RowAsync(
                "select wrapped, k.subject, wrapping from subject_key k join mt_doc_casecard c on c.data ->> 'subject' = k.subject where c.id = $1", @case);
            var key = Unwrapped((byte[])row[0]!, (string)row[1]!, (int)row[2]!);
            key.Length.ShouldBe(32);
            await host.Erase(citizen);

            var control = $"control {Guid.NewGuid():N}";
            await SuperuserAsync($"select '{control}'", "checkpoint");
            if (everything.Length > 1)
                (await FoundAsync(everything, [Encoding.ASCII.GetBytes(control)])).ShouldContain(spoken, "else what it says is elsewhere");
            (await FoundAsync(everything, [.. FormsOf(key)])).ShouldBeEmpty();
        }
        finally
        {
            await SuperuserAsync("alter system reset log_statement", "select pg_reload_conf()");
        }
    }

    /// <summary>The key that opens the person's values: the wrapping is authenticated, so that it is that one or none.</summary>
    private byte[] Unwrapped(byte[] wrapped, string subject, int wrapping)
    {
        var settings = host.Services.GetRequiredService<RegistrySettings>();
        var keys = new FileWrappingKeys(new FileKeyStore(settings.KeyDirectory, KeyPassphrase.Of(settings)));
        return keys.Open(wrapping).Unwrap(wrapped, Encoding.UTF8.GetBytes($"registry/subject-key/v1\n340100\n{subject}"));
    }

    /// <summary>Raw, in hexadecimal, and in base64 at each of the three places a longer text can have it.</summary>
    private static IEnumerable<byte[]> FormsOf(byte[] key)
    {
        yield return key;
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(key));
        for (var shift = 0; shift < 3; shift++)
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[shift], .. key])[(shift == 0 ? 0 : 4)..^4]);
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

    private static async Task<IReadOnlyList<string>> FoundAsync(IReadOnlyList<string> places, IReadOnlyList<byte[]> secrets)
    {
        var found = new List<string>();
        foreach (var file in places.SelectMany(place => File.Exists(place) ? [place] : Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)))
        {
            try
            {
                var content = await File.ReadAllBytesAsync(file, Token);
                if (secrets.Any(secret => Contains(content, secret)))
                    found.Add(file);
            }
            catch (FileNotFoundException)
            {
                // Other tests' tables and old pieces of the write-ahead log go meanwhile.
            }
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

    private static async Task SuperuserAsync(params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(await SuperuserStringAsync());
        foreach (var sql in statements)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    // A private cluster's superuser has the same password as its login.
    private static async Task<string> SuperuserStringAsync() =>
        new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync()) { Username = "postgres" }.ConnectionString;
}
