using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Pages.SignIn;
using Registry.Api.Tests.Identity;
using Registry.Testing;

namespace Registry.Api.Tests.Pages;

/// <summary>As in production: the authority is another server, over HTTPS, and need not be right, there, or honest.</summary>
public sealed class Signing_in_at_an_authority : IClassFixture<Signing_in_at_an_authority.City>
{
    private readonly OidcServer idp;
    private readonly RegistryHost host;

    public Signing_in_at_an_authority(City city)
    {
        (idp, host) = (city.Idp, city.Host);
        idp.Reset();
    }

    public static TheoryData<string> WrongTokens => [.. Wrong.Keys];

    private static readonly Dictionary<string, Action<OidcServer>> Wrong = new()
    {
        ["another nonce"] = idp => idp.OnIdToken = token => token.Claims["nonce"] = "made-up",
        ["no nonce"] = idp => idp.OnIdToken = token => token.Claims.Remove("nonce"),
        ["for another client"] = idp => idp.OnIdToken = token => token.Audience = "somebody-else",
        ["by another issuer"] = idp => idp.OnIdToken = token => token.Issuer = "https://elsewhere.example",
        ["expired"] = idp => idp.OnIdToken = token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-0.9),
        ["of another access token"] = idp => idp.OnIdToken = token => token.Claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["an access token for an id token"] = idp => idp.OnIdToken = token => token.TokenType = "at+jwt",
        ["an id token for an access token"] = idp => idp.OnAnswer = answer => answer["access_token"] = answer["id_token"],
        ["no id token"] = idp => idp.OnAnswer = answer => answer.Remove("id_token"),
        ["no access token"] = idp => idp.OnAnswer = answer => answer.Remove("access_token"),
        ["not a bearer token"] = idp => idp.OnAnswer = answer => answer["token_type"] = "DPoP",
        ["not a token"] = idp => idp.OnAnswer = answer => answer["id_token"] = "x.y.z",
        ["unsigned"] = idp => idp.OnAnswer = answer => answer["id_token"] = $"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{((string)answer["id_token"]).Split('.')[1]}.",
        ["for another audience"] = idp => idp.OnAccessToken = token => token.Audience = "another-api",
        ["somebody else's"] = idp => idp.OnAccessToken = token => token.Claims["sub"] = "person-2",
        ["refused"] = idp => idp.Status = 400,
    };

    [Fact]
    public async Task sends_people_there_by_our_public_address_and_redeems_the_code_as_our_client()
    {
        using var browser = new PlainBrowser(host);
        var address = await browser.BeginAsync();
        address.OriginalString.ShouldStartWith($"{idp.Issuer}/authorize?");
        PlainBrowser.Query(address, "client_id").ShouldBe(OidcServer.Client);
        PlainBrowser.Query(address, "redirect_uri").ShouldBe("https://registry.localhost/my/signed-in");
        PlainBrowser.Query(address, "scope").ShouldBe("openid registry");
        await browser.GoAsync(idp.SignIn(address));
        browser.IsSignedIn.ShouldBeTrue(browser.Html);
        await browser.GoAsync(browser.GoesOnTo!);
        browser.Status.ShouldBe(HttpStatusCode.OK);

        var redeemed = idp.Redemptions.ShouldHaveSingleItem();
        redeemed["authorization"].ShouldBe($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{OidcServer.Client}:s%3Acret"))}");
        redeemed.ShouldNotContainKey("client_secret");
    }

    [Theory, MemberData(nameof(WrongTokens))]
    public async Task takes_no_tokens_that_are(string wrong)
    {
        Wrong[wrong](idp);
        using var browser = new PlainBrowser(host);
        await browser.GoAsync(idp.SignIn(await browser.BeginAsync()));
        (browser.Status, browser.IsSignedIn).ShouldBe((HttpStatusCode.BadRequest, false), browser.Html);
        browser.Html.ShouldContain("重新登录");
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData(null)]
    public async Task shows_a_code_to_nobody_when_the_answer_may_be_another_authority_s(string? issuer)
    {
        using var browser = new PlainBrowser(host);
        await browser.GoAsync(idp.SignIn(await browser.BeginAsync(), answer => answer["iss"] = issuer));
        (browser.Status, browser.IsSignedIn).ShouldBe((HttpStatusCode.BadRequest, false));
        idp.Redemptions.ShouldBeEmpty();
    }

    [Fact]
    public async Task takes_no_code_that_was_redeemed_before()
    {
        using var browser = new PlainBrowser(host);
        var answer = idp.SignIn(await browser.BeginAsync());
        await browser.GoAsync(answer);
        using var other = new PlainBrowser(host);
        await other.GoAsync(idp.SignIn(await other.BeginAsync(), fields => fields["code"] = PlainBrowser.Query(new(answer), "code")));
        (other.Status, other.IsSignedIn).ShouldBe((HttpStatusCode.BadRequest, false));
    }

    [Fact]
    public async Task says_that_it_cannot_now_while_the_authority_is_away()
    {
        using var browser = new PlainBrowser(host);
        var answer = idp.SignIn(await browser.BeginAsync());
        idp.Status = 503;
        await Unavailable(answer);
        answer = idp.SignIn(await browser.BeginAsync());
        idp.IsAway = true;
        await Unavailable(answer);

        async Task Unavailable(string at)
        {
            await browser.GoAsync(at);
            (browser.Status, browser.IsSignedIn).ShouldBe((HttpStatusCode.ServiceUnavailable, false));
            browser.Last!.Headers.RetryAfter.ShouldNotBeNull();
            browser.Html.ShouldContain("id=\"signin\"");
        }
    }

    [Fact]
    public async Task begins_nothing_while_the_authority_cannot_say_how_it_is_asked()
    {
        var gone = await OidcServer.StartAsync();
        await gone.DisposeAsync();
        await using var alone = new CityHost(gone);
        using var browser = new PlainBrowser(alone);
        await browser.GoAsync("/my/signin");
        browser.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        browser.Last!.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task is_not_offered_where_the_registry_is_no_client()
    {
        await using var plain = new CityHost(idp, isClient: false);
        using var browser = new PlainBrowser(plain);
        await browser.GoAsync("/my/accesses");
        browser.Html.ShouldContain("城市应用或门户");
        browser.Html.ShouldNotContain("id=\"signin\"");
        await browser.GoAsync(SignInRoutes.Begin);
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>An authority, and a registry that is its client.</summary>
    public sealed class City : IAsyncLifetime
    {
        internal OidcServer Idp { get; private set; } = null!;

        internal RegistryHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Idp = await OidcServer.StartAsync();
            Host = new CityHost(Idp);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Idp.DisposeAsync();
        }
    }

    private sealed class CityHost(OidcServer idp, bool isClient = true) : RegistryHost
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Registry:Identity:Authority", idp.Issuer);
            if (isClient)
            {
                var secret = Path.Combine(DataDirectory, "client-secret");
                File.WriteAllText(secret, "s:cret\n");
                builder.UseSetting("Registry:Identity:ClientId", OidcServer.Client);
                builder.UseSetting("Registry:Identity:ClientSecretFile", secret);
                builder.UseSetting("Registry:Identity:Scope", "openid registry");
            }
            builder.ConfigureTestServices(services => services.Configure<JwtBearerOptions>(
                JwtBearerDefaults.AuthenticationScheme,
                options => options.BackchannelHttpHandler = new HttpClientHandler
                {
                    ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented!.Thumbprint == idp.Certificate.Thumbprint,
                }));
        }
    }
}
