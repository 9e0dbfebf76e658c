using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Showing;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Verification;
using Registry.Domain.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Showing;

public sealed class Showing_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private Showings Showings => host.Services.GetRequiredService<Showings>();

    [Fact]
    public async Task gives_the_holder_a_code_that_anybody_verifies()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var page = await Page(licence);
        var url = await page.CodeAsync("show-code");
        url.ShouldStartWith("https://registry.localhost/verify/");
        url.Length.ShouldBeLessThanOrEqualTo(150);
        url.ShouldNotContain(licence.ToString());

        var answer = await Verified(url.Split('/')[^1]);
        answer.GetProperty("verdict").GetString().ShouldBe("valid");
        answer.GetProperty("licence").GetString().ShouldBe(identifier);
    }

    [Fact]
    public async Task gives_a_code_that_is_worth_nothing_after_a_minute()
    {
        var (licence, _) = await host.MintedLicence();
        var old = Showings.CodeFor(LicenceId.Of(licence), TimeProvider.System.GetUtcNow().AddSeconds(-60));
        var answer = await Verified(old);
        answer.GetProperty("verdict").GetString().ShouldBe("codeExpired");
        answer.TryGetProperty("licence", out _).ShouldBeFalse();
        (await Verified("made-up")).GetProperty("verdict").GetString().ShouldBe("malformed");
    }

    [Fact]
    public async Task says_the_state_in_words_and_follows_it()
    {
        var (licence, _) = await host.MintedLicence();
        using var before = await Page(licence);
        before.Html.ShouldContain("""<p class="state good" role="status">有效</p>""");
        before.Html.ShouldContain("(UTC&#x2B;8)");
        await host.StepAsync(licence, "suspension", version: 1);
        using var after = await Page(licence, "?culture=en");
        after.Html.ShouldContain("""<p class="state bad" role="status">Suspended</p>""");
        (await Verified((await after.CodeAsync("show-code")).Split('/')[^1])).GetProperty("verdict").GetString().ShouldBe("suspended");
    }

    [Fact]
    public async Task has_a_code_for_where_there_is_no_network_which_the_offline_tool_checks()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var page = await Page(licence);
        using var named = await Page(licence, "?name=true");
        var (plain, withName) = (await page.CodeAsync("show-offline"), await named.CodeAsync("show-offline"));
        plain.Length.ShouldBeLessThanOrEqualTo(600);
        var keys = await named.KeysAsync(host, identifier);

        var (exit, said, _) = await VerifierProcess.RunAsync("shown", plain, "--keys", keys, "--lang", "en");
        exit.ShouldBe(0, said);
        said.ShouldContain(identifier);
        said.ShouldContain("valid");
        said.ShouldNotContain("王芳");
        (await VerifierProcess.RunAsync("shown", withName, "--keys", keys)).Output.ShouldContain("王芳");
        (await VerifierProcess.RunAsync("shown", plain[..^3] + "AAA", "--keys", keys)).ExitCode.ShouldBe(1);
        (await VerifierProcess.RunAsync("shown", plain, "--keys", keys, "--max-age-hours", "-1")).ExitCode.ShouldBe(4);
    }

    [Theory]
    [InlineData("citizen2")]
    public async Task is_the_holder_s_alone(string stranger)
    {
        var (licence, _) = await host.MintedLicence();
        using var client = await host.SignedInAs(stranger);
        using var answer = await client.GetAsync($"/api/v1/licences/{licence}/showing", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task leads_to_a_page_with_the_verdict_that_runs_nothing_and_loads_nothing()
    {
        var (_, identifier) = await host.MintedLicence();
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync($"/verify/{identifier}", TestContext.Current.CancellationToken);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("有效");
        using var hostile = await anybody.GetAsync("/verify/<script>.alert(1)", TestContext.Current.CancellationToken);
        var html = await hostile.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldContain("标识有误");
        html.ShouldNotContain("<script>");
    }

    private async Task<ShownPage> Page(Guid licence, string query = "")
    {
        using var holder = await host.SignedInAs("citizen");
        using var answer = await holder.GetAsync($"/api/v1/licences/{licence}/showing{query}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return new(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<JsonElement> Verified(string code)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync($"/api/v1/verify/shown/{code}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.JsonAsync();
    }
}
