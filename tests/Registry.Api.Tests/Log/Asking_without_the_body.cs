using System.Net;
using Registry.Api.Tests.Operator;

namespace Registry.Api.Tests.Log;

/// <summary>HEAD over real HTTP: mirrors and caches ask so whether they have what there is.</summary>
public sealed class Asking_without_the_body(OperatedLog log) : IClassFixture<OperatedLog>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("checkpoint", null, HttpStatusCode.OK)]
    [InlineData("vkey", null, HttpStatusCode.OK)]
    [InlineData("tile/0/000.p/1", null, HttpStatusCode.OK)]
    [InlineData("tile/entries/000.p/1", null, HttpStatusCode.OK)]
    [InlineData("tile/entries/000.p/1", "gzip", HttpStatusCode.OK)]
    [InlineData("proof/0", null, HttpStatusCode.OK)]
    [InlineData("event/{event}", null, HttpStatusCode.OK)]
    [InlineData("2026/checkpoint", null, HttpStatusCode.OK)]
    [InlineData("proof/999999", null, HttpStatusCode.NotFound)]
    [InlineData("tile/9/000", null, HttpStatusCode.NotFound)]
    public async Task is_answered_as_GET_is_and_nothing_follows_the_headers(string path, string? encoding, HttpStatusCode status)
    {
        await log.StartAsync();
        path = path.Replace(
            "{event}", (await log.ScalarAsync<Guid>("select event_id from {schema}.log_entry where idx = 0")).ToString(), StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri(log.Address, "log/340100/") };
        using var got = await SendAsync(client, HttpMethod.Get, path, encoding);
        using var asked = await SendAsync(client, HttpMethod.Head, path, encoding);
        got.StatusCode.ShouldBe(status);
        asked.StatusCode.ShouldBe(status);
        (await got.Content.ReadAsByteArrayAsync(Token)).ShouldNotBeEmpty();
        (await asked.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty();
        HeadersOf(asked).ShouldBe(HeadersOf(got));
        // The connection is still in step: what follows on it is read as its own answer.
        using var again = await SendAsync(client, HttpMethod.Get, "vkey", null);
        (await again.Content.ReadAsStringAsync(Token)).ShouldStartWith("registry.localhost/log/340100/2026+");
    }

    [Fact]
    public async Task knows_what_the_client_has_already()
    {
        await log.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(log.Address, "log/340100/") };
        using var first = await SendAsync(client, HttpMethod.Head, "tile/0/000.p/1", null);
        using var request = new HttpRequestMessage(HttpMethod.Head, "tile/0/000.p/1");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await client.SendAsync(request, Token);
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task and_nothing_else_is_let_in_by_it()
    {
        await log.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(log.Address, "log/340100/") };
        using var refused = await SendAsync(client, HttpMethod.Delete, "checkpoint", null);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        refused.Content.Headers.Allow.Order().ShouldBe(["GET", "HEAD"]);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? encoding)
    {
        using var request = new HttpRequestMessage(method, path);
        if (encoding is not null)
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await client.SendAsync(request, Token);
    }

    // Dates and how a body would be cut into pieces aside.
    private static SortedDictionary<string, string> HeadersOf(HttpResponseMessage answer) => new(answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "X-Correlation-Id"))
        .ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
}
