using System.Threading.Channels;
using JasperFx.Events;
using Registry.Domain.Access;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Projections.Access;

/// <summary>More accesses wait to be recorded than can be in good time.</summary>
public sealed class AccessQueueFullException(string tenant) : Exception($"Too many accesses of {tenant} wait to be recorded.");

/// <summary>
/// The accesses of one tenant that wait for their commit. Bounded: who finds it full is sent away, nothing is dropped.
/// </summary>
internal sealed class AccessQueue : IAsyncDisposable
{
    /// <summary>Events of one commit. Larger ones raise the throughput little and the waiting much (architecture, way of a read).</summary>
    private const int MostAtOnce = 256;

    /// <summary>What the committers are through with in about a second.</summary>
    private const int MostWaiting = 8192;

    /// <summary>Those that go beside the first: one prepares and signs while another is in PostgreSQL and the third waits for the disk.</summary>
    private const int Helpers = 2;

    /// <summary>
    /// So many who wait are worth a commit beside the one under way. Fewer go together when that one is through: a commit of ten costs nearly
    /// what one of thirty does, and with requests between the looks everybody waits for the processor.
    /// </summary>
    private const int WorthAnother = 32;

    /// <summary>After this long nobody waits for the commit under way: it may be behind somebody's lock.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly RegistrySessions sessions;
    private readonly string tenant;
    private readonly SemaphoreSlim wake = new(0);
    private readonly Task work;
    private volatile bool isLate;
    private volatile bool isClosed;

    public AccessQueue(RegistrySessions sessions, string tenant)
    {
        this.sessions = sessions;
        this.tenant = tenant;
        work = Task.WhenAll([Task.Run(WorkAsync), .. Enumerable.Range(0, Helpers).Select(_ => Task.Run(HelpAsync))]);
    }

    public Task<AccessReceipt?> Add(AccessIntent intent)
    {
        var one = new Waiting(intent);
        if (!waiting.Writer.TryWrite(one))
            throw new AccessQueueFullException(tenant);
        WakeWhereWorth();
        return one.Answer.Task;
    }

    /// <summary>Records what still waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await work;
        wake.Dispose();
    }

    private async Task WorkAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var commit = RecordAsync(Take());
            isLate = await Task.WhenAny(commit, Task.Delay(Late)) != commit;
            WakeWhereWorth();
            await commit;
            isLate = false;
            // Those who were answered go first: what they ask next is in the next batch, which else has the few who came meanwhile.
            await Task.Yield();
        }
        isClosed = true;
        wake.Release(Helpers);
    }

    private async Task HelpAsync()
    {
        while (!isClosed)
        {
            await wake.WaitAsync();
            while (IsWorthAnother)
            {
                await RecordAsync(Take());
                await Task.Yield();
            }
        }
    }

    private bool IsWorthAnother => waiting.Reader.Count is var many && (many >= WorthAnother || isLate && many > 0);

    private void WakeWhereWorth()
    {
        if (IsWorthAnother && wake.CurrentCount == 0)
            wake.Release();
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var one))
            batch.Add(one);
        return batch;
    }

    private async Task RecordAsync(List<Waiting> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        // One agency's key that ended or is out of reach is no reason to keep the others waiting. Nothing was committed.
        catch (Exception e) when (IsOfOneKey(e) && batch.Select(one => one.Owner).Distinct().Count() > 1)
        {
            foreach (var agency in batch.GroupBy(one => one.Owner))
                await RecordAsync([.. agency]);
        }
#pragma warning disable CA1031 // whatever it is, those who wait must hear of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var one in batch)
                one.Answer.TrySetException(e);
        }
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        if (batch.Count == 0)
            return;
        await using var session = sessions.OpenForSeveral(tenant);
        var intents = await LookLimits.JudgeAsync(session, [.. batch.Select(one => one.Intent)]);
        var facts = new List<IEvent>(batch.Count);
        foreach (var intent in intents)
        {
            var fact = session.Events.BuildEvent(EventOf(intent));
            EventMeta.Of(intent.Actor, intent.Ruling.Ground, intent.Correlation).Stamp(fact);
#pragma warning disable RS0030 // a fact is made here, not folded
            fact.Id = Guid.CreateVersion7();
#pragma warning restore RS0030
            facts.Add(fact);
        }
#pragma warning disable RS0030 // a stream of looks is nobody's case: it has no name to make its id from
        session.Events.StartStream<AccessSegment>(Guid.NewGuid(), facts);
#pragma warning restore RS0030
        await sessions.Numbers(tenant).GiveAsync(session, facts, CancellationToken.None);
        await session.SaveChangesAsync(CancellationToken.None);
        foreach (var (one, intent, fact) in batch.Zip(intents, facts))
            one.Answer.TrySetResult(intent.Ruling.Refusal is null ? new(tenant, fact.Id, intent.Subjects) : null);
    }

    private static AccessEvent EventOf(AccessIntent intent) => intent.Ruling switch
    {
        { Refusal: { } refusal } => new AccessEvent.Refused(intent.Subjects, intent.Data, intent.Resource, refusal.Code),
        { Need: { } need, Fields: [var field] } =>
            new AccessEvent.Unmasked(intent.Subjects, intent.Data, intent.Resource, field, need),
        var ruling when intent.Enquiry is { } enquiry =>
            new AccessEvent.Searched(intent.Subjects, intent.Data, intent.Resource, ruling.Fields, enquiry),
        var ruling => new AccessEvent.Disclosed(intent.Subjects, intent.Data, intent.Resource, ruling.Fields) { Cause = intent.Cause },
    };

    private static bool IsOfOneKey(Exception? e) =>
        e is KeyStoreException || e is Npgsql.PostgresException { SqlState: KeyGuard.KeyEnded }
        || e is { InnerException: { } inner } && IsOfOneKey(inner);

    private sealed record Waiting(AccessIntent Intent)
    {
        // Those who wait go on elsewhere: the committer has the next batch to take.
        public TaskCompletionSource<AccessReceipt?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whose key signs: an agency, or null for the authority.</summary>
        public string? Owner => Intent.Ruling.Ground.IsCovert ? null : Intent.Actor.Agency?.Value;
    }
}
