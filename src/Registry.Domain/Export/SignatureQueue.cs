using System.Diagnostics.CodeAnalysis;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Export;

/// <summary>
/// Verifies signatures on all cores while the replay goes on, and still tells the first wrong one: batches are looked at in
/// the order of the log. Signatures are most of the work and need nothing from one another.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
public sealed class SignatureQueue
{
    private const int BatchSize = 64;

    // Keeps more cores busy than reading can feed. More would only fill the memory: what waits long is copied by every
    // garbage collection, while all cores stand still.
    private const int MaxRunning = 24;

    private readonly Queue<Task<ExportVerdict?>> running = [];
    private List<Pending> batch = new(BatchSize);
    private ExportVerdict? first;

    /// <summary>Takes one more. Returns the first wrong one as far as known, which may be some entries back.</summary>
    /// <param name="bytes">The entry's, as <see cref="LogEntry.TryRead"/> has accepted them.</param>
    public ExportVerdict? Add(long index, LogEntry entry, ReadOnlySpan<byte> bytes, KeyRecord key)
    {
        batch.Add(new(index, entry, LogEntry.SignedBytes(bytes), key.Key));
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
        batch = new(BatchSize);
        running.Enqueue(Task.Run(() => Verify(full)));
    }

    private static ExportVerdict? Verify(List<Pending> batch)
    {
        foreach (var (index, entry, signed, key) in batch)
            if (!entry.VerifySignature(key, signed))
                return ExportVerdict.Tampered(
                    VerdictCodes.Signature, index, $"The signature of event {entry.Id} by key {entry.Kid} is wrong.");
        return null;
    }

    private readonly record struct Pending(long Index, LogEntry Entry, byte[] Signed, IVerificationKey Key);
}
