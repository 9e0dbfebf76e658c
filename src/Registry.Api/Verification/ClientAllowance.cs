using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Registry.Api.Verification;

/// <summary>
/// How much one client may still verify: a minute's worth at once, and then as much as each second brings back. The framework's
/// token bucket does the same, but by a clock that nobody can set.
/// </summary>
internal sealed class ClientAllowance(int perMinute, TimeProvider clock) : RateLimiter
{
    private readonly Lock gate = new();
    private double left = perMinute;
    private long at = clock.GetTimestamp();

    /// <summary>Since when it is whole again and can be forgotten; null while it is not.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (gate)
                return clock.GetElapsedTime(at) - TimeFor(perMinute - left) is { Ticks: >= 0 } idle ? idle : null;
        }
    }

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left = Math.Min(perMinute, left + clock.GetElapsedTime(at, now) / TimeFor(1));
            at = now;
            if (left < permitCount)
                return new Lease(TimeFor(permitCount - left));
            left -= permitCount;
            return new Lease(retryAfter: null);
        }
    }

    // Nobody is kept waiting: who is refused comes again.
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private TimeSpan TimeFor(double permits) => TimeSpan.FromMinutes(permits / perMinute);

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
