using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Registry.Testing;

/// <summary>What a broken connection loses.</summary>
public enum Loss
{
    /// <summary>The next request: the server never hears of it.</summary>
    Request,

    /// <summary>The answer to it: the server has done what was asked.</summary>
    Answer,
}

/// <summary>The way to a database server, which breaks on demand.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder server;
    private readonly Task carrying;
    private Loss? next;

    public Wire(string connection)
    {
        server = new(connection);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connection)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.ConnectionString;
        carrying = AcceptAsync();
    }

    /// <summary>Leads to the same database over this wire.</summary>
    public string ConnectionString { get; }

    /// <summary>Breaks, once, the connection whose bytes come next.</summary>
    public void Break(Loss loss) => next = loss;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await carrying;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(CarryAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        Task[] ways;
        using (near)
        using (var far = new TcpClient())
        {
            await far.ConnectAsync(server.Host!, server.Port);
            ways = [CarryAsync(near, far, Loss.Request), CarryAsync(far, near, Loss.Answer)];
            await Task.WhenAny(ways);
        }
        await Task.WhenAll(ways);
    }

    private async Task CarryAsync(TcpClient from, TcpClient to, Loss way)
    {
        try
        {
            var buffer = new byte[65536];
            while (await from.GetStream().ReadAsync(buffer) is var count and > 0)
            {
                if (next == way)
                {
                    next = null;
                    return;
                }
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other way has ended.
        }
    }
}
