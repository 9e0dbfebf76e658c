using System.Net.Sockets;
using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.BadInput;

/// <summary>Over a bare socket: a client library that is still sending would meet a closed connection, not the answer.</summary>
public sealed class Sending_too_much(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const int Limit = 1024 * 1024;
    private const int TenMegabytes = 10 * Limit;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_refused_by_its_announced_length()
    {
        var before = await host.FootprintAsync();
        var answer = await SendAsync(await host.TokenOf("citizen"), $"Content-Length: {TenMegabytes}", chunks: []);
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("/problems/body-too-large");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task is_refused_in_chunks_of_unknown_number()
    {
        var before = await host.FootprintAsync();
        // Whole chunks up to the limit and one byte more: nothing is left unread that could cut the answer off.
        var answer = await SendAsync(
            await host.TokenOf("citizen"), "Transfer-Encoding: chunked", chunks: [Limit / 2, Limit / 2, 1]);
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("/problems/body-too-large");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task is_answered_without_reading_it_where_nobody_is_signed_in()
    {
        var answer = await SendAsync(token: null, $"Content-Length: {TenMegabytes}", chunks: []);
        answer.ShouldStartWith("HTTP/1.1 401 ");
        answer.ShouldContain("/problems/not-authenticated");
    }

    private async Task<string> SendAsync(string? token, string framing, int[] chunks)
    {
        using var anybody = host.Anonymous();
        using var socket = new TcpClient();
        await socket.ConnectAsync(anybody.BaseAddress!.Host, anybody.BaseAddress.Port, Stop);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
            + $"Idempotency-Key: {Guid.NewGuid()}\r\n{framing}\r\n\r\n"), Stop);
        foreach (var size in chunks)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{size:x}\r\n"), Stop);
            await stream.WriteAsync(new byte[size], Stop);
            await stream.WriteAsync("\r\n"u8.ToArray(), Stop);
        }
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Stop);
    }
}
