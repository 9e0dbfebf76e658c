using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Registry.Testing;

/// <summary>A message as the city's gateway got it.</summary>
public sealed record GatewayMessage(string? Authorization, string? ContentType, string Text)
{
    public string Id => Get("id");

    public Guid Access => JsonDocument.Parse(Text).RootElement.GetProperty("data").GetProperty("access").GetGuid();

    public string Recipient => JsonDocument.Parse(Text).RootElement.GetProperty("data").GetProperty("recipient").GetString()!;

    public string Get(string member) => JsonDocument.Parse(Text).RootElement.GetProperty(member).GetString()!;
}

/// <summary>The city's message gateway: an HTTP server on a port of its own, which can be away and come back.</summary>
public sealed class MessageGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<GatewayMessage> taken = [];
    private readonly int port = FreePort();
    private WebApplication? app;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/messages");

    public IReadOnlyList<GatewayMessage> Taken => [.. taken];

    /// <summary>What it answers to a message; it keeps those that it answers well.</summary>
    public Func<GatewayMessage, int> Answer { get; set; } = _ => StatusCodes.Status202Accepted;

    public async Task ComeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        app = builder.Build();
        app.MapPost("/messages", async (HttpRequest request, HttpResponse response) =>
        {
            using var reader = new StreamReader(request.Body);
            var message = new GatewayMessage(request.Headers.Authorization, request.ContentType, await reader.ReadToEndAsync());
            response.StatusCode = Answer(message);
            if (response.StatusCode < 300)
                taken.Enqueue(message);
        });
        await app.StartAsync();
    }

    public async Task GoAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync() => await GoAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
