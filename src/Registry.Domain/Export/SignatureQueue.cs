using System.Diagnostics.CodeAnalysis;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// Verifies signatures on all cores while the replay goes on, and still tells the first wrong one: batches are looked at in
/// the order of the log. Signatures are most of the work and need nothing from one another.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
public sealed class SignatureQueue
{
    private const int BatchSize = 256;

    // Keeps any usual number of cores busy; more would only fill the memory.
    private const int MaxRunning = 32;

    private readonly Queue<Task<ExportVerdict?>> running = [];
    private List<Pending> batch = [];
    private ExportVerdict? first;

    /// <summary>Takes one more. Returns the first wrong one as far as known, which may be some entries back.</summary>
    public ExportVerdict? Add(long index, LogEntry entry, KeyRecord key)
    {
        batch.Add(new(index, entry, key));
        if (batch.Count == BatchSize)
            Start();
        if (running.Count > MaxRunning)
            first ??= running.Dequeue().Result;
        return first;
    }

    /// <summary>Waits for all that were added. Returns the first wrong one, or null.</summary>
    public ExportVerdict? Finish()
    {
        Start();
        while (running.TryDequeue(out var task))
            first ??= task.Result;
        return first;
    }

    private void Start()
    {
        var full = batch;
        batch = [];
        running.Enqueue(Task.Run(() => Verify(full)));
    }

    private static ExportVerdict? Verify(List<Pending> batch)
    {
        foreach (var (index, entry, key) in batch)
            if (!entry.VerifySignature(key.Key))
                return ExportVerdict.Tampered(
                    VerdictCodes.Signature, index, $"The signature of event {entry.Id} by key {entry.Kid} is wrong.");
        return null;
    }

    private sealed record Pending(long Index, LogEntry Entry, KeyRecord Key);
}
