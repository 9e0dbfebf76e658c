using Registry.Api.Hosting;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>The delivery of each authority's notices, for whichever node leads its log; none where no gateway is configured.</summary>
internal sealed class NoticeDeliveries(
    RegistrySettings settings, NoticeFeed feed, NoticeStatus status, TimeProvider clock, ILogger<NoticeDelivery> logger) : IDisposable
{
    private readonly NoticeGateway? gateway = NoticeGateway.Read(settings.Notices);

    public Task RunAsync(string tenant, CancellationToken stop) => gateway is null
        ? Task.CompletedTask
        : new NoticeDelivery(feed, gateway, status, tenant, clock, logger).RunAsync(stop);

    public void Dispose() => gateway?.Dispose();
}
