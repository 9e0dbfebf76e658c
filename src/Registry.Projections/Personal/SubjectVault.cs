using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JasperFx.Events;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Schema;

namespace Registry.Projections.Personal;

/// <summary>
/// One AES-256-GCM data key per subject, wrapped by a key-encryption key. Sealing happens in <see cref="SealAsync"/>
/// on save; plaintext comes out of <see cref="OpenAsync{T}"/> and of nowhere else, and only against the receipt of an
/// access that is already committed.
/// </summary>
public sealed class SubjectVault(NpgsqlDataSource database, string schema, VaultKeys keys)
{
    private static readonly ConcurrentDictionary<Type, PersonalField[]> FieldsByType = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> IndexedByType = new();

    private readonly ConcurrentDictionary<int, IWrappingKey> wrapping = new();

    // Number of the key that wraps, as far as this process knows: another one may have rotated it.
    private int newest;

    /// <summary>The blind index of a code: HMAC-SHA256 under the index key, first 24 bytes.</summary>
    public SubjectTag TagOf(HolderCodeType type, string code) => new(BlindIndex($"{type.Value}:{code}"));

    /// <summary>Stands for an authority's officer or auditor where text by or about them is sealed. Never another's: code types are digits.</summary>
    public SubjectTag TagOfStaff(string tenant, string id) => new(BlindIndex($"staff:{tenant}/{id}"));

    /// <summary>The blind index by which a personal value is found that has this text, as <see cref="SealedValue.Index"/> has it.</summary>
    /// <param name="name">Of the indexed text, as <c>phone</c>.</param>
    public string IndexOf(string name, string text) => BlindIndex($"registry/index/v1\n{name}\n{text}");

    /// <summary>With it a person finds the accesses to their own data in the public log; nobody else can (<see cref="AccessTag"/>).</summary>
    public byte[] AccessKeyOf(SubjectTag subject) =>
        HMACSHA256.HashData(keys.Index, Encoding.UTF8.GetBytes($"registry/access-key/v1\n{subject}"));

    /// <summary>
    /// Decrypts one value. Throws when the receipt does not cover its subject: a bug of the caller, never a request's
    /// fault. Null when the value was erased.
    /// </summary>
    /// <exception cref="SubjectKeyMissingException">The key is gone, and no erasure says why.</exception>
    public async Task<T?> OpenAsync<T>(AccessReceipt receipt, Personal<T> value, CancellationToken token) where T : class
    {
        if (!receipt.Covers(value.Subject))
            throw new InvalidOperationException($"Receipt {receipt.EventId} does not cover this subject.");
        if (value.Sealed is not { } cipher)
            throw new InvalidOperationException("Only a stored value can be opened.");

        var dataKeys = await LoadAsync(receipt.Tenant, [value.Subject], token);
        if (!dataKeys.TryGetValue(value.Subject, out var dataKey) || dataKey.Number != cipher.Key)
            return await IsErasedAsync(receipt.Tenant, value.Subject, cipher.Key, token) ? null : throw new SubjectKeyMissingException();
        var clear = Aead.Open(dataKey.Value, cipher.Ciphertext, Encoding.UTF8.GetBytes(cipher.Origin));
        return JsonSerializer.Deserialize<T>(clear, JsonSerializerOptions.Web);
    }

    /// <summary>Number of the subject's present data key; null where there is none.</summary>
    public async Task<int?> KeyNumberAsync(string tenant, SubjectTag subject, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select number from {schema}.subject_key where tenant = $1 and subject = $2").With(tenant, subject.Value);
        return (int?)await select.ExecuteScalarAsync(token);
    }

    /// <summary>
    /// Destroys what the log says was erased and a restored backup has brought back. Returns how many data keys that were.
    /// </summary>
    public async Task<int> DestroyErasedAsync(CancellationToken token)
    {
        await using var delete = database.CreateCommand(
            $"""
            delete from {schema}.subject_key k using {schema}.mt_doc_erasurecard e
            where e.tenant_id = k.tenant and e.data ->> 'subject' = k.subject and (e.data ->> 'key')::int >= k.number
            """);
        return await delete.ExecuteNonQueryAsync(token);
    }

    /// <summary>
    /// Seals every personal value of the events that is still clear, under its subject's key. Returns the numbers of the keys.
    /// </summary>
    internal async Task<IReadOnlyDictionary<SubjectTag, int>> SealAsync(
        string tenant, IEnumerable<IEvent> facts, CancellationToken token)
    {
        var clear = (
            from fact in facts
            from field in FieldsByType.GetOrAdd(fact.Data.GetType(), PersonalField.Of)
            from held in field.Read(fact.Data)
            where held.Value.Sealed is null
            select (held.Value, Origin: $"{fact.Id:D}/{held.Place}")).ToList();
        if (clear.Count == 0)
            return new Dictionary<SubjectTag, int>();

        var dataKeys = await EnsureAsync(tenant, clear.Select(c => c.Value.Subject).ToHashSet(), token);
        foreach (var (value, origin) in clear)
        {
            var plain = JsonSerializer.SerializeToUtf8Bytes(value.Clear, value.Clear!.GetType(), JsonSerializerOptions.Web);
            var dataKey = dataKeys[value.Subject];
            value.Seal(new(
                origin, Aead.Seal(dataKey.Value, plain, Encoding.UTF8.GetBytes(origin)), dataKey.Number, IndexesOf(value.Clear)));
        }
        return dataKeys.ToDictionary(pair => pair.Key, pair => pair.Value.Number);
    }

    /// <summary>Seals one value that is no event's and is kept for minutes; as events' are, under its subject's key.</summary>
    /// <param name="origin">Of this value alone: moved elsewhere it does not open.</param>
    public async Task SealAsync<T>(string tenant, Personal<T> value, string origin, CancellationToken token) where T : class
    {
        IPersonal personal = value;
        var plain = JsonSerializer.SerializeToUtf8Bytes(personal.Clear!, personal.Clear!.GetType(), JsonSerializerOptions.Web);
        var dataKey = (await EnsureAsync(tenant, [value.Subject], token))[value.Subject];
        personal.Seal(new(origin, Aead.Seal(dataKey.Value, plain, Encoding.UTF8.GetBytes(origin)), dataKey.Number));
    }

    private Dictionary<string, string>? IndexesOf(object value)
    {
        var indexed =
            from member in IndexedByType.GetOrAdd(value.GetType(), IndexedMembers)
            let text = (string?)member.GetValue(value)
            where text is not null
            select (Name: JsonNamingPolicy.CamelCase.ConvertName(member.Name), Text: text);
        var found = indexed.ToDictionary(one => one.Name, one => IndexOf(one.Name, one.Text));
        return found.Count == 0 ? null : found;
    }

    private static PropertyInfo[] IndexedMembers(Type type) =>
        [.. type.GetProperties().Where(member => member.IsDefined(typeof(IndexedAttribute)))];

    // HMAC-SHA256 under the index key, the first 24 bytes as base64url.
    private string BlindIndex(string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(keys.Index, Encoding.UTF8.GetBytes(text)).AsSpan(0, 24));

    // New keys commit on their own, before the events: a key without events does no harm, events without a key would.
    private async Task<Dictionary<SubjectTag, DataKey>> EnsureAsync(
        string tenant, HashSet<SubjectTag> subjects, CancellationToken token)
    {
        var known = await LoadAsync(tenant, subjects, token);
        while (subjects.Where(subject => !known.ContainsKey(subject)).ToArray() is { Length: > 0 } missing)
        {
            await AddAsync(tenant, missing, token);
            // Read back rather than kept: another writer may have been first, and only its key is in the table.
            known = await LoadAsync(tenant, subjects, token);
            if (missing.Any(subject => !known.ContainsKey(subject)))
                newest = await NewestAsync(token);
        }
        return known;
    }

    // Adds nothing where the wrapping key has been rotated since this process looked: nothing new comes under an old one.
    private async Task AddAsync(string tenant, SubjectTag[] subjects, CancellationToken token)
    {
        if (newest == 0)
            newest = await NewestAsync(token);
        var (number, key) = (newest, WrappingKey(newest));
        await using var insert = database.CreateCommand(
            // Not flushed on its own: the events' commit comes later in the write-ahead log and flushes this one with it.
            $"""
            with unflushed as (select set_config('synchronous_commit', 'off', true))
            insert into {schema}.subject_key (tenant, subject, wrapped, wrapping, number)
            select $1, t.subject, t.wrapped, $4, 1 + coalesce((
                select max((e.data ->> 'key')::int) from {schema}.mt_doc_erasurecard e
                where e.tenant_id = $1 and e.data ->> 'subject' = t.subject), 0)
            from unflushed, unnest($2, $3) as t (subject, wrapped)
            where $4 = (select max(number) from {schema}.wrapping_key)
            on conflict do nothing
            """).With(
                tenant,
                subjects.Select(subject => subject.Value).ToArray(),
                subjects.Select(s => key.Wrap(RandomNumberGenerator.GetBytes(32), Binding(tenant, s))).ToArray(),
                number);
        await insert.ExecuteNonQueryAsync(token);
    }

    private async Task<Dictionary<SubjectTag, DataKey>> LoadAsync(
        string tenant, HashSet<SubjectTag> subjects, CancellationToken token)
    {
        // For one, the usual case, a question of its own: about an array PostgreSQL plans each time anew, which takes longer than the answer.
        var (isAsked, whom) = subjects.Count == 1
            ? ("= $2", subjects.Single().Value)
            : ("= any($2)", (object)subjects.Select(subject => subject.Value).ToArray());
        await using var select = database.CreateCommand(
            $"select subject, wrapped, wrapping, number from {schema}.subject_key where tenant = $1 and subject {isAsked}").With(tenant, whom);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new Dictionary<SubjectTag, DataKey>();
        while (await reader.ReadAsync(token))
        {
            var subject = new SubjectTag(reader.GetString(0));
            var value = WrappingKey(reader.GetInt32(2)).Unwrap(reader.GetFieldValue<byte[]>(1), Binding(tenant, subject));
            found[subject] = new(value, reader.GetInt32(3));
        }
        return found;
    }

    private async Task<bool> IsErasedAsync(string tenant, SubjectTag subject, int number, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select exists (select from {schema}.mt_doc_erasurecard e
                where e.tenant_id = $1 and e.data ->> 'subject' = $2 and (e.data ->> 'key')::int >= $3)
            """).With(tenant, subject.Value, number);
        return (bool)(await select.ExecuteScalarAsync(token))!;
    }

    private async Task<int> NewestAsync(CancellationToken token)
    {
        await using var select = database.CreateCommand($"select max(number) from {schema}.wrapping_key");
        return (int)(await select.ExecuteScalarAsync(token))!;
    }

    private IWrappingKey WrappingKey(int number) => wrapping.GetOrAdd(number, keys.Wrapping.Open);

    /// <summary>Whose data key it is: the associated data of its wrapping.</summary>
    internal static byte[] Binding(string tenant, SubjectTag subject) =>
        Encoding.UTF8.GetBytes($"registry/subject-key/v1\n{tenant}\n{subject}");

    /// <param name="Number">From 1; a further one for each erasure before it.</param>
    private sealed record DataKey(byte[] Value, int Number);

    private sealed record PersonalField(string Name, PropertyInfo Property)
    {
        public static PersonalField[] Of(Type eventType) =>
            [.. from property in eventType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                where typeof(IPersonal).IsAssignableFrom(property.PropertyType) || typeof(IEnumerable<IPersonal>).IsAssignableFrom(property.PropertyType)
                select new PersonalField(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property)];

        /// <summary>The field's value, or each of its list's, with its place in the event.</summary>
        public IEnumerable<(IPersonal Value, string Place)> Read(object fact) => Property.GetValue(fact) switch
        {
            IPersonal one => [(one, Name)],
            IEnumerable<IPersonal> several => several.Select((one, place) => (one, $"{Name}/{place}")),
            _ => [],
        };
    }
}
