using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Pages;

namespace Registry.Api.Verification;

/// <summary>Marks a route that counts against its caller's <see cref="ClientAllowance"/>.</summary>
internal sealed record LimitedPerClient;

/// <summary>
/// Verifying needs no login, so whoever asks is counted by the address of the connection. What a request says of itself
/// (X-Forwarded-For) counts only where the operator has let the framework believe its proxy.
/// </summary>
internal static class VerificationLimits
{
    public static void AddVerificationLimits(this IServiceCollection services)
    {
        services.AddSingleton(provider => Limiter(
            provider.GetRequiredService<RegistrySettings>().Verification.PerMinute, provider.GetRequiredService<TimeProvider>()));
        services.AddRateLimiter(options => options.OnRejected = async (rejected, _) =>
            await Refuse(rejected.HttpContext, rejected.Lease).ExecuteAsync(rejected.HttpContext));
        services.AddOptions<RateLimiterOptions>()
            .Configure<PartitionedRateLimiter<HttpContext>>((options, limiter) => options.GlobalLimiter = limiter);
    }

    /// <summary>Before anything is read, the caller's token among it.</summary>
    public static void UseVerificationLimits(this IApplicationBuilder app) => app.UseWhen(
        http => http.GetEndpoint()?.Metadata.GetMetadata<LimitedPerClient>() is not null, limited => limited.UseRateLimiter());

    public static IResult Refuse(HttpContext http, RateLimitLease lease)
    {
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            http.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return PageProblems.For(http, Problems.Of(StatusCodes.Status429TooManyRequests, "verifications-too-many"));
    }

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 one: a subscriber has at least all addresses under those (RFC 6177).</summary>
    public static IPAddress ClientOf(IPAddress? address)
    {
        // A Unix socket has none: all that comes over it is one client.
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]])
            : address;
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int perMinute, TimeProvider clock) =>
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => perMinute == 0
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : RateLimitPartition.Get(ClientOf(http.Connection.RemoteIpAddress), _ => new ClientAllowance(perMinute, clock)));
}
