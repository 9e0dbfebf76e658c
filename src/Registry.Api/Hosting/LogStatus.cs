using System.Collections.Concurrent;
using Registry.Api.Anchoring;
using Registry.Domain.Anchoring;
using Registry.Projections.Log;

namespace Registry.Api.Hosting;

/// <summary>
/// What this node knows of its logs: which refuse to sign, which fall behind, and how long ago each was confirmed from outside. A log
/// that is halted, behind or closed takes no more events, so that no more is promised and no personal data is shown.
/// </summary>
internal sealed class LogStatus(Anchors anchors, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, string> halted = new();
    private readonly ConcurrentDictionary<string, bool> backlogged = new();
    private readonly ConcurrentDictionary<string, (TimeSpan? Age, long SeenAt)> confirmed = new();

    private readonly ConcurrentDictionary<string, Reconciliation> reconciled = new();

    public IReadOnlyDictionary<string, string> Halted => halted;

    /// <summary>The last reconciliation of each log that this node has led, by tenant.</summary>
    public IReadOnlyDictionary<string, Reconciliation> Reconciled => reconciled;

    public void Reconcile(string tenant, Reconciliation result) => reconciled[tenant] = result;

    public void Halt(string tenant, string reason) => halted[tenant] = reason;

    /// <summary>True when that is news.</summary>
    public bool SetBacklogged(string tenant, bool value)
    {
        var before = backlogged.GetValueOrDefault(tenant);
        backlogged[tenant] = value;
        return value != before;
    }

    /// <param name="age">Since the last confirmation, as the database's clock has it; null where none is due.</param>
    public void SeeConfirmed(string tenant, TimeSpan? age) => confirmed[tenant] = (age, clock.GetTimestamp());

    /// <summary>Goes on growing when the database does not answer: what is not known to be anchored is not.</summary>
    public TimeSpan? AgeOf(string tenant) =>
        confirmed.TryGetValue(tenant, out var seen) ? seen.Age + clock.GetElapsedTime(seen.SeenAt) : null;

    public AnchoringState StateOf(string tenant) => anchors.Limits.Of(AgeOf(tenant));

    public void RequireRunning(string tenant)
    {
        if (WhyStopped(tenant) is { } why)
            throw why;
    }

    /// <summary>Why the log takes no more events now; null while it does.</summary>
    public Exception? WhyStopped(string tenant) =>
        halted.ContainsKey(tenant) ? new LogHaltedException(tenant)
        : backlogged.GetValueOrDefault(tenant) ? new LogBacklogException(tenant)
        : StateOf(tenant) is AnchoringState.Closed ? new LogNotAnchoredException(tenant)
        : null;
}

/// <summary>The tenant's log refuses to sign, so nothing may be promised.</summary>
internal sealed class LogHaltedException(string tenant) : Exception($"Log {tenant} is halted.");

/// <summary>Too much waits for its place in the tenant's log, or has waited too long.</summary>
internal sealed class LogBacklogException(string tenant) : Exception($"Log {tenant} is behind.");

/// <summary>The tenant's log has not been confirmed from outside for too long.</summary>
internal sealed class LogNotAnchoredException(string tenant) : Exception($"Log {tenant} is not anchored.");
