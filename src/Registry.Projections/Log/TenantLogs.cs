using System.Collections.Concurrent;

namespace Registry.Projections.Log;

/// <summary>The logs this process serves, filled at start from the database.</summary>
public sealed class TenantLogs
{
    private readonly ConcurrentDictionary<string, TenantLog> logs = new();

    public IEnumerable<TenantLog> All => logs.Values;

    public void Add(TenantLog log) => logs[log.Tenant] = log;

    public TenantLog? Find(string tenant) => logs.GetValueOrDefault(tenant);

    public TenantLog Of(string tenant) =>
        logs.TryGetValue(tenant, out var log) ? log : throw new InvalidOperationException($"No log for tenant {tenant}.");
}
