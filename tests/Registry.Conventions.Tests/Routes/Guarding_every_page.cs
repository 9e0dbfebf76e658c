using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Pages;
using Registry.Testing;

namespace Registry.Conventions.Tests.Routes;

/// <summary>The cookie counts on pages alone, and a form on them only with the session's key.</summary>
public sealed class Guarding_every_page(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task lets_the_cookie_count_on_pages_alone_and_takes_no_form_without_its_key()
    {
        var cookie = host.Services.GetRequiredService<PageSessions>().Seal(new(await host.TokenOf("citizen"), Delegation: null));
        var asked = 0;
        foreach (var (name, endpoint) in Guarding_every_route.Of(host).Where(route => route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1].Replace("{access:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal));
            var isPage = endpoint.Metadata.GetMetadata<SignedInPage>() is not null;
            isPage.ShouldBe(path.StartsWith("/my/", StringComparison.Ordinal) || path.StartsWith("/window/", StringComparison.Ordinal), name);
            using var anybody = host.Anonymous();
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Cookie", $"{PageSessions.Cookie}={cookie}");
            if (isPage && method == "POST")
                request.Content = new FormUrlEncodedContent([new("key", "made-up")]);
            else if (isPage || path.Contains('{', StringComparison.Ordinal))
                continue;
            using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(isPage ? System.Net.HttpStatusCode.Forbidden : System.Net.HttpStatusCode.Unauthorized, name);
            asked++;
        }
        asked.ShouldBeGreaterThan(50);
    }

    /// <summary>On these whoever is signed in is asked, and anybody else is led to sign in; their forms have the secret of the question besides.</summary>
    [Fact]
    public void lets_the_cookie_count_on_no_open_route_but_the_wallet_s_question() =>
        Guarding_every_route.Of(host)
            .Where(route => route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && route.Endpoint.Metadata.GetMetadata<SignedInPage>() is not null)
            .Select(route => route.Name).Order(StringComparer.Ordinal).ShouldBe(["GET /agency/{agency}/authorize", "POST /agency/{agency}/authorize"]);
}
