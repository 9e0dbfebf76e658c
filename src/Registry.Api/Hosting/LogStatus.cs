using System.Collections.Concurrent;

namespace Registry.Api.Hosting;

/// <summary>Which logs this node has seen refuse to sign. A halted log takes no more events.</summary>
internal sealed class LogStatus
{
    private readonly ConcurrentDictionary<string, string> halted = new();

    public IReadOnlyDictionary<string, string> Halted => halted;

    public void Halt(string tenant, string reason) => halted[tenant] = reason;

    public void RequireRunning(string tenant)
    {
        if (halted.ContainsKey(tenant))
            throw new LogHaltedException(tenant);
    }
}

/// <summary>The tenant's log refuses to sign, so nothing may be promised.</summary>
internal sealed class LogHaltedException(string tenant) : Exception($"Log {tenant} is halted.");
