using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Registry.Projections.Log;

/// <summary>The logs this process serves, filled at start from the database: of each tenant the one that goes on, and closed ones.</summary>
public sealed class TenantLogs
{
    private readonly ConcurrentDictionary<string, ImmutableList<TenantLog>> logs = new();

    /// <summary>The logs that go on.</summary>
    public IEnumerable<TenantLog> All => logs.Values.Select(epochs => epochs[^1]);

    /// <summary>Takes up a tenant's next epoch: the last one taken up goes on.</summary>
    public void Add(TenantLog log) => logs.AddOrUpdate(log.Tenant, [log], (_, epochs) => epochs.Add(log));

    /// <summary>A tenant's logs, oldest first.</summary>
    public IReadOnlyList<TenantLog> EpochsOf(string tenant) => logs.GetValueOrDefault(tenant, []);

    public TenantLog? Find(string tenant) => EpochsOf(tenant) is [.., var log] ? log : null;

    /// <param name="epoch">Last part of the log's id; null for the one that goes on.</param>
    public TenantLog? Find(string tenant, string? epoch) =>
        epoch is null ? Find(tenant) : EpochsOf(tenant).FirstOrDefault(log => log.Id == $"{tenant}/{epoch}");

    public TenantLog Of(string tenant) =>
        Find(tenant) ?? throw new InvalidOperationException($"No log for tenant {tenant}.");
}
