using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Org.BouncyCastle.Crypto.Digests;
using Registry.Domain.Access;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Personal;

/// <summary>
/// Somebody has every table and the log, no key, and all citizen ids of one district and birthday, among them the right one.
/// Nothing stored is a plain, salted or badly keyed digest of any of them.
/// </summary>
public sealed partial class Attacking_with_a_dictionary(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const string Victim = "340104199001010017";

    // As many bytes must agree: every truncation to 96 bits or more begins with them.
    private const int Enough = 12;

    [Fact]
    public async Task finds_nobody()
    {
        var dump = await DumpAsync();
        Ids().ShouldContain(Victim);
        Attack(dump, KnownKeys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task would_find_them_with_the_index_key()
    {
        var dump = await DumpAsync();
        var key = registry.Runtime.Secrets.OpenSecret("vault-index");
        Attack(dump, [key]).ShouldContain(Victim);
    }

    [Theory]
    [InlineData("encode(sha256('340104199001010017'), 'hex')")]
    [InlineData("encode(substr(sha256('111:340104199001010017'), 1, 16), 'base64')")]
    [InlineData("translate(encode(substr(sha256('340104199001010017'), 1, 24), 'base64'), '+/', '-_')")]
    [InlineData("encode(sha256(decode(headers ->> 'salt', 'base64') || '340104199001010017'::bytea), 'hex')")]
    [InlineData("md5('340104199001010017')")]
    public async Task would_find_a_digest_that_is_not_keyed(string careless)
    {
        await DumpAsync();
        await registry.AsOwner($"create table {{schema}}.careless as select {careless} as tag from {{schema}}.mt_events limit 1");
        try
        {
            var dump = await DumpAsync();
            Attack(dump, KnownKeys()).ShouldContain(Victim);
        }
        finally
        {
            await registry.AsOwner("drop table {schema}.careless");
        }
    }

    /// <summary>Every id of the victim's district and birthday: 1,000 order numbers, each with its check character.</summary>
    private static IEnumerable<string> Ids()
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        for (var order = 0; order < 1000; order++)
        {
            var body = $"{Victim[..14]}{order:D3}";
            yield return body + "10X98765432"[body.Select((c, i) => (c - '0') * weights[i]).Sum() % 11];
        }
    }

    private static List<string> Attack(HashSet<string> dump, IReadOnlyCollection<byte[]> keys) =>
        [.. Ids().AsParallel().Where(id => Digests(id, keys).Any(digest => dump.Contains(Prefix(digest))))];

    private static IEnumerable<byte[]> Digests(string id, IReadOnlyCollection<byte[]> keys)
    {
        foreach (var text in (string[])[id, $"111:{id}", $"111{id}", $"340100:111:{id}", $"340100{id}", $"\"{id}\""])
        {
            var plain = Encoding.UTF8.GetBytes(text);
            yield return SHA256.HashData(plain);
            yield return SHA256.HashData(SHA256.HashData(plain));
            yield return SHA512.HashData(plain);
            yield return Sm3(plain);
#pragma warning disable CA5350, CA5351 // what a careless author would have taken
            yield return SHA1.HashData(plain);
            yield return MD5.HashData(plain);
#pragma warning restore CA5350, CA5351
            foreach (var key in keys)
            {
                yield return HMACSHA256.HashData(key, plain);
                yield return SHA256.HashData([.. key, .. plain]);
                yield return SHA256.HashData([.. plain, .. key]);
            }
        }
    }

    private static byte[] Sm3(byte[] plain)
    {
        var (digest, hash) = (new SM3Digest(), new byte[32]);
        digest.BlockUpdate(plain, 0, plain.Length);
        digest.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>What anybody would try as a key or salt: nothing, the obvious words, and every salt that is stored.</summary>
    private static IReadOnlyCollection<byte[]> KnownKeys() =>
    [
        [], .. new[] { "registry", "340100", "subject", "vault-index", "salt", "key" }.Select(Encoding.UTF8.GetBytes),
        new byte[32], .. Salts.Take(200),
    ];

    private static readonly HashSet<byte[]> Salts = [];

    /// <summary>The beginnings of everything in any table that reads as bytes: hexadecimal, base64 or base64url, also inside bytes.</summary>
    private async Task<HashSet<string>> DumpAsync()
    {
        if (Salts.Count == 0)
        {
            var id = await registry.SubmitCase();
            await registry.MintLicence();
            await LookAsync(id.Value);
            await registry.SequenceAndSign();
            foreach (var salt in await registry.Scalar<string[]>("select array_agg(headers ->> 'salt') from {schema}.mt_events"))
                Salts.Add(Convert.FromBase64String(salt));
        }
        var found = new HashSet<string>();
        await using var source = NpgsqlDataSource.Create(registry.OwnerConnection);
        await using var command = source.CreateCommand(
            $"""
            select query_to_xml(format('select * from %I.%I', table_schema, table_name), true, true, '')::text
            from information_schema.tables where table_schema = '{registry.Schema}'
            """);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            Take(reader.GetString(0), found, depth: 0);
        found.Count.ShouldBeGreaterThan(100);
        return found;
    }

    private static void Take(string text, HashSet<string> found, int depth)
    {
        foreach (Match match in Token().Matches(text))
            foreach (var bytes in Readings(match.Value))
            {
                if (bytes.Length >= Enough)
                    found.Add(Prefix(bytes));
                // An entry of the log is JSON in bytes, and holds further ones.
                if (depth == 0 && bytes.Length > 64 && bytes[0] == '{')
                    Take(Encoding.UTF8.GetString(bytes), found, depth + 1);
            }
    }

    private static IEnumerable<byte[]> Readings(string token)
    {
        if (token.Length % 2 == 0 && token.All(char.IsAsciiHexDigit))
            yield return Convert.FromHexString(token);
        var plain = token.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var whole = plain[..(plain.Length / 4 * 4)];
        if (Base64.IsValid(whole))
            yield return Convert.FromBase64String(whole);
    }

    private static string Prefix(byte[] bytes) => Convert.ToHexString(bytes.AsSpan(0, Enough));

    private async Task LookAsync(Guid id)
    {
        await using var session = registry.Runtime.Sessions.Query(RegistryFixture.Tenant);
        var @case = (await session.Events.AggregateStreamAsync<Case>(id))!;
        await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, new(
            registry.Citizen(), new(Ground.OwnRequest(), ["holder.name"], Refusal: null), [@case.Application.Subject], DataClass.Case,
            $"case/{id}", Correlation: null));
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]{16,}={0,2}")]
    private static partial Regex Token();
}
