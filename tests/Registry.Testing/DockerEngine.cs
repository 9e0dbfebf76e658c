using System.Net.Sockets;

namespace Registry.Testing;

/// <summary>Whether there is a Docker engine, not only its client or a socket file left behind.</summary>
internal static class DockerEngine
{
    private const string DefaultSocket = "/var/run/docker.sock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>True when the engine at DOCKER_HOST or at the usual socket answers a ping.</summary>
    public static async Task<bool> AnswersAsync()
    {
        var configured = Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (string.IsNullOrEmpty(configured) && !File.Exists(DefaultSocket)) return false;
        var host = new Uri(string.IsNullOrEmpty(configured) ? $"unix://{DefaultSocket}" : configured);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, ct) => ConnectAsync(host, ct) };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri("http://docker/_ping"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(Uri host, CancellationToken ct)
    {
        var isUnix = host.Scheme == "unix";
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await (isUnix
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), ct)
                : socket.ConnectAsync(host.Host, host.Port, ct));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
