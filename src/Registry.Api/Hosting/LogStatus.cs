using System.Collections.Concurrent;

namespace Registry.Api.Hosting;

/// <summary>
/// Which logs this node has seen refuse to sign, and which fall behind. Neither takes more events.
/// </summary>
internal sealed class LogStatus
{
    private readonly ConcurrentDictionary<string, string> halted = new();
    private readonly ConcurrentDictionary<string, bool> backlogged = new();

    public IReadOnlyDictionary<string, string> Halted => halted;

    public void Halt(string tenant, string reason) => halted[tenant] = reason;

    /// <summary>True when that is news.</summary>
    public bool SetBacklogged(string tenant, bool value)
    {
        var before = backlogged.GetValueOrDefault(tenant);
        backlogged[tenant] = value;
        return value != before;
    }

    public void RequireRunning(string tenant)
    {
        if (halted.ContainsKey(tenant))
            throw new LogHaltedException(tenant);
        if (backlogged.GetValueOrDefault(tenant))
            throw new LogBacklogException(tenant);
    }
}

/// <summary>The tenant's log refuses to sign, so nothing may be promised.</summary>
internal sealed class LogHaltedException(string tenant) : Exception($"Log {tenant} is halted.");

/// <summary>Too much waits for its place in the tenant's log, or has waited too long.</summary>
internal sealed class LogBacklogException(string tenant) : Exception($"Log {tenant} is behind.");
