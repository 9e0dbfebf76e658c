using System.Collections.Concurrent;
using Registry.Testing;

namespace Registry.Torture;

/// <summary>People who begin cases all at once, one of eight of which is rolled back at the end.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] writing;

    public Writers(BareRegistry registry, int count) =>
        writing = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => WriteAsync(registry)))];

    /// <summary>Streams begun by saves that were acknowledged.</summary>
    public ConcurrentBag<Guid> Acknowledged { get; } = [];

    /// <summary>The first save that failed although nothing was done to it; what became of it is not known.</summary>
    public Exception? Failure { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        stop.Dispose();
    }

    private async Task WriteAsync(BareRegistry registry)
    {
        for (var i = 1; !stop.IsCancellationRequested; i++)
        {
            await using var session = registry.CitizenSession();
            var id = registry.QueueCase(session);
            var spoilt = i % 8 == 0;
            if (spoilt)
                session.QueueSqlCommand("select 1 / 0");
            try
            {
                await session.SaveChangesAsync(CancellationToken.None);
                Acknowledged.Add(id.Value);
            }
            catch (Exception e)
            {
                if (!spoilt)
                    Failure ??= e;
            }
        }
    }
}
