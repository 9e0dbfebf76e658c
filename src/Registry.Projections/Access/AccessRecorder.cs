using System.Collections.Concurrent;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Registry.Domain.Sharing;

namespace Registry.Projections.Access;

/// <summary>What somebody is about to see, or was refused.</summary>
/// <param name="Subjects">Whose data it is; empty for a stretch of the log, which names nobody in particular.</param>
/// <param name="Enquiry">Set when it is a search of who looked at whom: what was asked, and why.</param>
/// <param name="Limit">Set when looks under the ruling's step are bounded.</param>
/// <param name="Cause">What another department's system says that it asks for; null where it says nothing.</param>
public sealed record AccessIntent(
    Actor Actor, AccessRuling Ruling, IReadOnlyList<SubjectTag> Subjects, DataClass Data, string Resource, string? Correlation,
    Personal<Enquiry>? Enquiry = null, LookLimit? Limit = null, Personal<UseCause>? Cause = null);

/// <summary>
/// Commits the access event first; only then is there a receipt to open anything with. What waits is committed together:
/// no timer, a committer that is free takes all there is.
/// </summary>
public sealed class AccessRecorder(RegistrySessions sessions, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>After this long nobody waits any more; whether the access was recorded is then unknown, and nothing is shown.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lazy<AccessQueue>> queues = new();

    /// <summary>A receipt, or null when the ruling refuses, or its limit is used up: that is recorded too.</summary>
    /// <exception cref="ArgumentException">It is about more people than one event can name: <see cref="AccessTag.MostSubjects"/>.</exception>
    /// <exception cref="AccessQueueFullException">More wait than can be recorded in good time.</exception>
    /// <exception cref="TimeoutException">Not known to be recorded within <see cref="Patience"/>.</exception>
    public Task<AccessReceipt?> RecordAsync(string tenant, AccessIntent intent) => intent.Subjects.Count > AccessTag.MostSubjects
        ? throw new ArgumentException($"An access event names {AccessTag.MostSubjects} people at most.", nameof(intent))
        : queues.GetOrAdd(tenant, one => new(() => new AccessQueue(sessions, one))).Value.Add(intent)
            // Never a request's token: a caller who hangs up must not leave it open whether the access was recorded.
            .WaitAsync(Patience, clock);

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in queues.Values)
            await queue.Value.DisposeAsync();
    }
}
