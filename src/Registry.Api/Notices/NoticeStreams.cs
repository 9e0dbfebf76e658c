using System.Collections.Concurrent;
using Registry.Domain.Personal;

namespace Registry.Api.Notices;

/// <summary>Counts the live streams of this node: each costs a query a second.</summary>
internal sealed class NoticeStreams
{
    /// <summary>A telephone, a desktop, and one that has not noticed yet that it is gone.</summary>
    public const int MostOfOne = 3;

    public const int MostOfAll = 500;

    private readonly ConcurrentDictionary<SubjectTag, int> open = new();
    private int all;

    /// <summary>A place for one more, given back when it is disposed; null when there is none.</summary>
    public IDisposable? Enter(SubjectTag subject)
    {
        if (Interlocked.Increment(ref all) <= MostOfAll)
        {
            if (open.AddOrUpdate(subject, 1, (_, count) => count + 1) <= MostOfOne)
                return new Entered(this, subject);
            Leave(subject);
        }
        Interlocked.Decrement(ref all);
        return null;
    }

    private void Leave(SubjectTag subject)
    {
        if (open.AddOrUpdate(subject, 0, (_, count) => count - 1) == 0)
            open.TryRemove(new KeyValuePair<SubjectTag, int>(subject, 0));
    }

    private sealed class Entered(NoticeStreams streams, SubjectTag subject) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 1)
                return;
            streams.Leave(subject);
            Interlocked.Decrement(ref streams.all);
        }
    }
}
