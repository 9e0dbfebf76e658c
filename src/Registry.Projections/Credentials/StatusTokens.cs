using System.Security.Cryptography;
using Npgsql;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Projections.Schema;

namespace Registry.Projections.Credentials;

/// <summary>A status list as it was signed at one time; all are kept.</summary>
public sealed record SignedStatusList(string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);

/// <summary>Status lists as they are published, and the places in them that are free.</summary>
public sealed class StatusTokens(NpgsqlDataSource database, string schema)
{
    // Of a list half full, each is taken with probability 1/2: all of them once in 4 billion.
    private const int Draws = 32;

    /// <summary>The newest, which may have expired; null where there is no such list.</summary>
    public Task<SignedStatusList?> NewestAsync(string tenant, Uscc issuer, int number, CancellationToken token) =>
        OneAsync("true", token, tenant, issuer.Value, number);

    /// <summary>The one that held at a time: the newest from then or before, if it had not expired; null where none did.</summary>
    public Task<SignedStatusList?> AtAsync(string tenant, Uscc issuer, int number, DateTimeOffset time, CancellationToken token) =>
        OneAsync("issued_at <= $4", token, tenant, issuer.Value, number, time);

    /// <summary>Numbers of an issuer's lists.</summary>
    public async Task<IReadOnlyList<int>> NumbersAsync(string tenant, Uscc issuer, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select distinct number from {schema}.status_token where tenant = $1 and issuer = $2 order by number").With(tenant, issuer.Value);
        await using var reader = await select.ExecuteReaderAsync(token);
        var numbers = new List<int>();
        while (await reader.ReadAsync(token))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    /// <summary>
    /// A random free place in the issuer's newest list. The list is live: whoever meets a credential of this place finds it. Null while
    /// there is none. Another may take the place meanwhile; then the save meets the unique index <c>credential_place</c>.
    /// </summary>
    /// <param name="until">The list must not have expired then.</param>
    public async Task<(int List, int Index)?> FreePlaceAsync(string tenant, Uscc issuer, DateTimeOffset until, CancellationToken token)
    {
        if (await NumbersAsync(tenant, issuer, token) is not [.., var list]
            || await NewestAsync(tenant, issuer, list, token) is not { } newest || newest.ExpiresAt <= until)
            return null;
        int[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => RandomNumberGenerator.GetInt32(StatusLists.Places))];
        await using var select = database.CreateCommand(
            $"""
            select cast(data ->> 'index' as integer) from {schema}.mt_doc_credentialcard
            where tenant_id = $1 and data ->> 'issuer' = $2 and cast(data ->> 'list' as integer) = $3
                and cast(data ->> 'index' as integer) = any($4)
            """).With(tenant, issuer.Value, list, drawn);
        await using var reader = await select.ExecuteReaderAsync(token);
        var taken = new HashSet<int>();
        while (await reader.ReadAsync(token))
            taken.Add(reader.GetInt32(0));
        var free = drawn.Where(index => !taken.Contains(index)).ToList();
        return free.Count == 0 ? null : (list, free[0]);
    }

    private async Task<SignedStatusList?> OneAsync(string which, CancellationToken token, params object?[] arguments)
    {
        await using var select = database.CreateCommand(
            $"""
            select token, issued_at, expires_at from {schema}.status_token
            where tenant = $1 and issuer = $2 and number = $3 and {which}
            order by issued_at desc limit 1
            """).With(arguments);
        await using var reader = await select.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token)
            ? new(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2))
            : null;
    }
}
