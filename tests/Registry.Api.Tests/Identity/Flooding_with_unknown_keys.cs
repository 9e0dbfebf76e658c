using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Registry.Testing;

namespace Registry.Api.Tests.Identity;

/// <summary>
/// Operations reference 1.4: a flood of tokens with unknown keys must not become a flood of requests to the identity provider.
/// Against a real one, over HTTPS.
/// </summary>
public sealed class Flooding_with_unknown_keys : IAsyncLifetime
{
    private const int Tokens = 2_000;
    private const int Abreast = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private OidcServer idp = null!;
    private OidcHost host = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        idp = await OidcServer.StartAsync();
        host = new(idp);
        client = host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
        await idp.DisposeAsync();
    }

    [Fact]
    public async Task fetches_the_keys_once_an_interval_and_lets_good_tokens_in_meanwhile()
    {
        (await StatusOf(idp.Token())).ShouldBe(HttpStatusCode.OK);
        idp.KeyFetches.ShouldBe(1);
        var started = TimeProvider.System.GetTimestamp();
        await FloodAsync();
        // One at once, one for each interval that has begun since, and the first of all.
        var most = 2 + (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(started) / Interval);
        idp.KeyFetches.ShouldBeInRange(2, most);
    }

    [Fact]
    public async Task keeps_no_new_key_out_for_longer_than_the_interval()
    {
        (await StatusOf(idp.Token())).ShouldBe(HttpStatusCode.OK);
        await FloodAsync(100);
        idp.Rotate("second");
        var started = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync("the new key is known", async () =>
        {
            await FloodAsync(20);
            return await StatusOf(idp.Token()) == HttpStatusCode.OK;
        });
        idp.KeyFetches.ShouldBeLessThanOrEqualTo(3 + (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(started) / Interval));
    }

    [Fact]
    public async Task locks_nobody_out_while_the_identity_provider_is_away()
    {
        var good = idp.Token();
        (await StatusOf(good)).ShouldBe(HttpStatusCode.OK);
        var unknown = Enumerable.Range(0, 100).Select(number => idp.Token($"unknown-{number}")).ToList();
        await idp.DisposeAsync();
        foreach (var token in unknown)
            (await StatusOf(token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOf(good)).ShouldBe(HttpStatusCode.OK);
    }

    // Every hundredth is good.
    private Task FloodAsync(int tokens = Tokens)
    {
        var good = idp.Token();
        return Parallel.ForEachAsync(
            Enumerable.Range(1, tokens), new ParallelOptions { MaxDegreeOfParallelism = Abreast }, async (number, _) =>
            {
                if (number % 100 == 0 && tokens == Tokens)
                    (await StatusOf(good)).ShouldBe(HttpStatusCode.OK);
                else
                    (await StatusOf(idp.Token($"unknown-{number}"))).ShouldBe(HttpStatusCode.Unauthorized);
            });
    }

    private async Task<HttpStatusCode> StatusOf(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/licences");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>A server of that provider's, whose certificate it trusts.</summary>
    private sealed class OidcHost(OidcServer idp) : RegistryHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Registry:Identity:Authority", idp.Issuer);
            builder.UseSetting("Registry:Identity:KeyRefreshInterval", Interval.ToString());
            builder.ConfigureTestServices(services => services.Configure<JwtBearerOptions>(
                JwtBearerDefaults.AuthenticationScheme,
                options => options.BackchannelHttpHandler = new HttpClientHandler
                {
                    ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented!.Thumbprint == idp.Certificate.Thumbprint,
                }));
        }
    }
}
