using System.Collections.Concurrent;

namespace Registry.Projections.Log;

/// <summary>The logs this process serves, filled at start from the database: of each tenant the one that goes on, and closed ones.</summary>
public sealed class TenantLogs
{
    private readonly ConcurrentDictionary<string, TenantLog> logs = new();
    private readonly ConcurrentDictionary<string, TenantLog> epochs = new();

    /// <summary>The logs that go on.</summary>
    public IEnumerable<TenantLog> All => logs.Values;

    /// <summary>Takes up a tenant's epoch; the last one taken up goes on.</summary>
    public void Add(TenantLog log) => logs[log.Tenant] = epochs[log.Id] = log;

    public TenantLog? Find(string tenant) => logs.GetValueOrDefault(tenant);

    /// <param name="epoch">Last part of the log's id; null for the one that goes on.</param>
    public TenantLog? Find(string tenant, string? epoch) => epoch is null ? Find(tenant) : epochs.GetValueOrDefault($"{tenant}/{epoch}");

    public TenantLog Of(string tenant) =>
        logs.TryGetValue(tenant, out var log) ? log : throw new InvalidOperationException($"No log for tenant {tenant}.");
}
