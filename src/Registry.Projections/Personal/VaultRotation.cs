using Npgsql;
using Registry.Domain.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Personal;

/// <summary>What a rotation did.</summary>
/// <param name="Number">Of the key that everything is under now.</param>
/// <param name="Retired">Numbers of those that nothing is under any more.</param>
/// <param name="Rewrapped">Data keys that were wrapped anew by this run.</param>
public sealed record RotatedVault(int Number, IReadOnlyList<int> Retired, long Rewrapped);

/// <summary>
/// Puts every data key under a new key-encryption key. Data keys stay what they are, so no event changes. Runs beside
/// servers, which read what is under either key; one that was interrupted is taken up where it stopped. Works as the tables'
/// owner: the runtime role cannot change a data key.
/// </summary>
public sealed class VaultRotation(string ownerConnection, string schema, IWrappingKeys keys)
{
    private const int AtOnce = 500;

    /// <summary>Makes the next key and does not use it yet, so that it can be copied to every server first.</summary>
    /// <returns>Its number; that of an earlier call whose key is still unused.</returns>
    public async Task<int> PrepareAsync(CancellationToken token)
    {
        await using var connection = await LockAsync(token);
        return Prepare((await NumbersAsync(connection, token))[^1]);
    }

    /// <param name="progress">Told the number of data keys wrapped anew so far.</param>
    /// <param name="token">Stops between two batches.</param>
    public async Task<RotatedVault> RunAsync(IProgress<long>? progress, CancellationToken token)
    {
        await using var connection = await LockAsync(token);
        var numbers = await NumbersAsync(connection, token);
        // Two of them: a run before this one stopped here, and its key is in use.
        var number = numbers.Count > 1 ? numbers[^1] : Prepare(numbers[^1]);
        if (numbers[^1] != number)
            await RegisterAsync(connection, number);
        // From here on servers wrap new data keys with it; what they began before may still come in under an old one.

        var rewrapped = 0L;
        do
        {
            await foreach (var count in RewrapAsync(connection, number, token))
            {
                rewrapped += count;
                progress?.Report(rewrapped);
            }
        }
        while (!await TryRetireAsync(connection, number));
        return new(number, [.. numbers.Where(old => old != number)], rewrapped);
    }

    private int Prepare(int newest)
    {
        var next = newest + 1;
        if (!keys.Held.Contains(next))
            keys.Create(next);
        return next;
    }

    // One rotation at a time, across processes: the lock goes with the connection.
    private async Task<NpgsqlConnection> LockAsync(CancellationToken token)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ownerConnection) { Pooling = false, CancellationTimeout = -1 }.ConnectionString);
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(
            $"select pg_advisory_lock(hashtextextended('registry/rotate-vault/{schema}', 0))", connection);
        await command.ExecuteNonQueryAsync(token);
        return connection;
    }

    private async Task<IReadOnlyList<int>> NumbersAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select number from {schema}.wrapping_key order by number", connection);
        await using var reader = await select.ExecuteReaderAsync(token);
        var numbers = new List<int>();
        while (await reader.ReadAsync(token))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private async Task RegisterAsync(NpgsqlConnection connection, int number)
    {
        // Opened first: what the database names must be there.
        keys.Open(number);
        await using var insert = new NpgsqlCommand($"insert into {schema}.wrapping_key (number) values ($1)", connection).With(number);
        await insert.ExecuteNonQueryAsync(CancellationToken.None);
    }

    // By the primary key, so that each pass reads the table once, however large it is.
    private async IAsyncEnumerable<int> RewrapAsync(
        NpgsqlConnection connection, int number, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        var (tenant, subject) = ("", "");
        while (true)
        {
            token.ThrowIfCancellationRequested();
            await using var batch = await connection.BeginTransactionAsync(token);
            var rows = await LockRowsAsync(connection, number, tenant, subject, token);
            if (rows.Count == 0)
                yield break;
            await WriteAsync(connection, number, rows);
            await batch.CommitAsync(CancellationToken.None);
            (tenant, subject) = (rows[^1].Tenant, rows[^1].Subject);
            yield return rows.Count;
        }
    }

    private async Task<IReadOnlyList<Row>> LockRowsAsync(
        NpgsqlConnection connection, int number, string tenant, string subject, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select tenant, subject, wrapped, wrapping from {schema}.subject_key
            where (tenant, subject) > ($2, $3) and wrapping <> $1 order by tenant, subject limit {AtOnce} for update
            """, connection).With(number, tenant, subject);
        await using var reader = await select.ExecuteReaderAsync(token);
        var rows = new List<Row>();
        while (await reader.ReadAsync(token))
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetInt32(3)));
        return rows;
    }

    private async Task WriteAsync(NpgsqlConnection connection, int number, IReadOnlyList<Row> rows)
    {
        var fresh = keys.Open(number);
        var old = rows.Select(row => row.Wrapping).Distinct().ToDictionary(one => one, keys.Open);
        var wrapped = rows.Select(row =>
        {
            var binding = SubjectVault.Binding(row.Tenant, new SubjectTag(row.Subject));
            return fresh.Wrap(old[row.Wrapping].Unwrap(row.Wrapped, binding), binding);
        });
        await using var update = new NpgsqlCommand(
            $"""
            update {schema}.subject_key k set wrapped = t.wrapped, wrapping = $1
            from unnest($2, $3, $4) as t (tenant, subject, wrapped) where k.tenant = t.tenant and k.subject = t.subject
            """, connection).With(
                number, rows.Select(row => row.Tenant).ToArray(), rows.Select(row => row.Subject).ToArray(), wrapped.ToArray());
        await update.ExecuteNonQueryAsync(CancellationToken.None);
    }

    // The foreign key says whether anything is still under them, and waits for those who are just adding.
    private async Task<bool> TryRetireAsync(NpgsqlConnection connection, int number)
    {
        try
        {
            await using var delete = new NpgsqlCommand($"delete from {schema}.wrapping_key where number <> $1", connection).With(number);
            await delete.ExecuteNonQueryAsync(CancellationToken.None);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    private sealed record Row(string Tenant, string Subject, byte[] Wrapped, int Wrapping);
}
