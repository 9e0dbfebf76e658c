using System.Collections.Concurrent;
using Npgsql;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.Schema;

namespace Registry.Api.Authorities;

/// <summary>
/// The streams that nearly every request rests on and that seldom grow: directory, officers, service items, licence types. What
/// they were folded to is remembered, and their version is asked for each time: what has ended is gone at once (ADR 28).
/// </summary>
internal sealed class ReferenceStreams(RegistrySessions sessions, NpgsqlDataSource database, string schema)
{
    private readonly ConcurrentDictionary<string, TenantMemory> memories = new();

    /// <summary>What is remembered of one authority's; whoever uses it reads what is new.</summary>
    public TenantMemory Of(string tenant) => memories.GetOrAdd(tenant, _ => new());

    /// <summary>Null where the authority is not established.</summary>
    public Task<AuthorityDirectory?> DirectoryAsync(string tenant, CancellationToken token = default) =>
        ReadAsync(tenant, Of(tenant).Directories, DirectoryId.Of(RegionCode.Parse(tenant)).Value, token);

    /// <summary>Null for somebody who never had a duty.</summary>
    public Task<Officer?> OfficerAsync(string tenant, string officer, CancellationToken token = default) =>
        ReadAsync(tenant, Of(tenant).Officers, OfficerId.Of(RegionCode.Parse(tenant), officer).Value, token);

    /// <summary>Null for an item that nobody ever published.</summary>
    public Task<ServiceItem?> ItemAsync(string tenant, ItemCode code, CancellationToken token = default) =>
        ReadAsync(tenant, Of(tenant).Items, ServiceItemId.Of(code).Value, token);

    /// <summary>Null for a type that nobody ever drafted.</summary>
    public Task<LicenceType?> TypeAsync(string tenant, LicenceTypeCode code, CancellationToken token = default) =>
        ReadAsync(tenant, Of(tenant).Types, LicenceTypeId.Of(code).Value, token);

    private async Task<TState?> ReadAsync<TState, TEvent>(
        string tenant, RememberedStreams<TState, TEvent> known, Guid stream, CancellationToken token)
        where TState : class where TEvent : class
    {
        await using var select = database.CreateCommand($"select version from {schema}.mt_streams where tenant_id = $1 and id = $2")
            .With(tenant, stream);
        if (await select.ExecuteScalarAsync(token) is not long version)
            return null;
        if (known.Find(stream, version) is { } state)
            return state;
        await using var session = sessions.Query(tenant);
        var fresh = await session.Events.FetchStreamAsync(stream, fromVersion: known.VersionOf(stream) + 1, token: token);
        return known.CarryOnBy(stream, fresh);
    }

    /// <summary>One authority's streams as they were read last.</summary>
    internal sealed class TenantMemory
    {
        public RememberedStreams<AuthorityDirectory, DirectoryEvent> Directories { get; } = new((d, id, e) => AuthorityDirectory.Evolve(d, new(id), e));
        public RememberedStreams<Officer, OfficerEvent> Officers { get; } = new((o, id, e) => Officer.Evolve(o, new(id), e));
        public RememberedStreams<ServiceItem, ServiceItemEvent> Items { get; } = new((i, id, e) => ServiceItem.Evolve(i, new(id), e));
        public RememberedStreams<LicenceType, LicenceTypeEvent> Types { get; } = new((t, id, e) => LicenceType.Evolve(t, new(id), e));
    }
}
