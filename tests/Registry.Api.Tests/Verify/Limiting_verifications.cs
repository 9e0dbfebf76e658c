using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Registry.Testing;

namespace Registry.Api.Tests.Verify;

public sealed class Limiting_verifications
{
    private const string Nobody = "1.2.3";

    private static readonly Uri File = new("/api/v1/verify/file", UriKind.Relative);

    [Fact]
    public async Task a_batch_counts_as_many_as_it_has_lines_and_what_is_too_much_is_told_when_to_come_again()
    {
        await using var host = new LimitedHost();
        using var client = host.Anonymous();
        (await Batch(client, 100)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await Batch(client, 100);
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "verifications-too-many");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        // Nobody escapes by naming another address.
        (await Batch(client, 100, from: "198.51.100.2")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        // A second brings back less than two, so of many at once some are refused.
        var singles = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => One(client)));
        await singles.First(answer => !answer.IsSuccessStatusCode).ShouldBeProblem(HttpStatusCode.TooManyRequests, "verifications-too-many");
        singles.First(answer => !answer.IsSuccessStatusCode).Headers.RetryAfter.ShouldNotBeNull();
        using var other = await client.GetAsync(new Uri("/api/v1/items", UriKind.Relative), TestContext.Current.CancellationToken);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_file_counts_as_five()
    {
        await using var host = new LimitedHost();
        using var client = host.Anonymous();
        // One after the other: each counts as one when it comes and as four more when it is read, so of many at once fewer are read.
        foreach (var _ in Enumerable.Range(0, 20))
            (await OneFile(client)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OneFile(client)));
        await answers.First(answer => !answer.IsSuccessStatusCode).ShouldBeProblem(HttpStatusCode.TooManyRequests, "verifications-too-many");
    }

    [Fact]
    public async Task a_wallet_s_nonces_and_guesses_count_like_verifications()
    {
        await using var host = new LimitedHost();
        using var client = host.Anonymous();
        (await Batch(client, 100)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var what in (string[])["nonce", "token"])
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.PostAsync(
                new Uri($"/agency/11340100MB1AC012X9/{what}", UriKind.Relative), content: null, TestContext.Current.CancellationToken)));
            await answers.First(answer => answer.StatusCode is HttpStatusCode.TooManyRequests)
                .ShouldBeProblem(HttpStatusCode.TooManyRequests, "verifications-too-many");
        }
    }

    [Fact]
    public async Task behind_a_proxy_that_is_believed_each_client_has_its_own()
    {
        await using var host = new LimitedHost(believesProxy: true);
        using var client = host.Anonymous();
        (await Batch(client, 100, from: "198.51.100.1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Batch(client, 100, from: "198.51.100.2")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // The proxy adds the address that it sees: what the client has put before it does not count.
        (await Batch(client, 100, from: "203.0.113.9, 198.51.100.1")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task there_is_no_limit_where_none_is_wanted()
    {
        await using var host = new LimitedHost(perMinute: 0);
        using var client = host.Anonymous();
        foreach (var _ in Enumerable.Range(0, 3))
            (await Batch(client, 100)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> One(HttpClient client) =>
        client.GetAsync(new Uri($"/api/v1/verify/{Nobody}", UriKind.Relative), TestContext.Current.CancellationToken);

    private static Task<HttpResponseMessage> OneFile(HttpClient client) =>
        client.PostAsync(File, new ByteArrayContent([1]), TestContext.Current.CancellationToken);

    private static async Task<HttpResponseMessage> Batch(HttpClient client, int lines, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verify")
        {
            Content = JsonContent.Create(new { identifiers = Enumerable.Repeat(Nobody, lines) }),
        };
        if (from is not null)
            request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class LimitedHost(int perMinute = 100, bool believesProxy = false) : RegistryHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Registry:Verification:PerMinute", $"{perMinute}");
            if (believesProxy)
                builder.UseSetting("FORWARDEDHEADERS_ENABLED", "true");
        }
    }
}
