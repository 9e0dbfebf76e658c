using System.Net;
using System.Text.RegularExpressions;
using Registry.Api.Tests.Access.WhoLooked;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Pages;
using Registry.Api.Tests.Showing;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>What an officer offers at the window, its holder takes in any browser: they sign in, type the number, and have the transaction code.</summary>
public sealed partial class Taking_an_offer_on_a_page(IssuingHost host, OtherWallet wallet) : IClassFixture<IssuingHost>, IClassFixture<OtherWallet>
{
    private const string Page = "/my/window-offer";

    [Fact]
    public async Task the_holder_types_the_number_and_has_the_licence_in_their_wallet()
    {
        var (digits, identifier) = await OfferedAsync();
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("citizen", Page);
        await browser.GoAsync(browser.GoesOnTo!);
        await browser.SubmitAsync(Page, ("digits", $" {digits[..4]} {digits[4..]}"));
        browser.Status.ShouldBe(HttpStatusCode.OK, browser.Html);
        var code = Code().Match(browser.Html).Groups[1].Value;
        var link = WebUtility.HtmlDecode(Link().Match(browser.Html).Groups[1].Value);
        using (var shown = new ShownPage(browser.Html))
            (await shown.CodeAsync("taking-qr")).ShouldBe(link);
        var said = await wallet.IssueAsync(host, link, code, 1);
        ((string?)said["credentials"]?[0]?["claims"]?["licence_identifier"]).ShouldBe(identifier, said.ToJsonString());

        // It is redeemed, and there is no more to be taken.
        await browser.SubmitAsync(Page, ("digits", digits));
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task nobody_else_takes_it_and_a_number_that_is_none_looks_alike()
    {
        var (digits, _) = await OfferedAsync();
        var before = await RefusalsAsync();
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("citizen2", Page);
        await browser.GoAsync(Page);
        var pages = new List<string>();
        foreach (var typed in (string[])[digits, "00000000", "x", "", new string('9', 5000)])
        {
            await browser.SubmitAsync(Page, ("digits", typed));
            browser.Status.ShouldBe(HttpStatusCode.NotFound, typed);
            pages.Add(Once().Replace(browser.Html, ""));
        }
        pages.Distinct().Count().ShouldBe(1);
        (await RefusalsAsync()).ShouldBe(before + 5, "each is recorded");
    }

    [Fact]
    public async Task the_number_is_over_with_the_offer_and_is_kept_so_that_who_reads_it_has_nothing()
    {
        var (digits, _) = await OfferedAsync();
        var kept = (string)(await host.RowAsync("select string_agg(detail, ' ') from wallet_secret"))[0]!;
        kept.ShouldNotContain(digits);
        await host.ExecuteAsync("update wallet_secret set expires_at = now() - interval '1 second'");
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("citizen", Page);
        await browser.GoAsync(Page);
        await browser.SubmitAsync(Page, ("digits", digits));
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task who_reads_what_is_kept_for_a_number_does_not_find_the_offer_by_it()
    {
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        using var officer = await host.SignedInAs("issuer");
        using var answer = await officer.WriteAsync($"/api/v1/licences/{licence}/window-offers");
        var offered = await answer.EnsureSuccessStatusCode().JsonAsync();
        var kept = (string)(await host.RowAsync("select string_agg(detail, ' ') from wallet_secret"))[0]!;
        kept.ShouldNotContain(offered.GetProperty("name").GetString()!);
        kept.ShouldNotContain(offered.GetProperty("digits").GetString()!.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task the_officer_leaves_the_window_by_a_button()
    {
        var (licence, _) = await host.MintedLicence();
        using var visit = await PageVisit.Of(host, "issuer", $"/window/licences/{licence}");
        await visit.SubmitAsync("/window/leaving", "退出");
        visit.Html.ShouldContain("已退出");
        visit.Cookie.ShouldBe("");
    }

    private async Task<(string Digits, string Identifier)> OfferedAsync()
    {
        var (licence, identifier) = await host.MintedLicence();
        await host.CredentialOf(licence);
        using var visit = await PageVisit.Of(host, "issuer", $"/window/licences/{licence}");
        await visit.SubmitAsync($"/window/licences/{licence}", "提供");
        var digits = Digits().Match(visit.Html);
        digits.Success.ShouldBeTrue(visit.Html);
        return (digits.Groups[1].Value + digits.Groups[2].Value, identifier);
    }

    private async Task<long> RefusalsAsync() => (long)(await host.RowAsync(
        "select count(*) from mt_events where type like 'access_refused%' and data::text like '%window-offer%' or type like 'access_refused%' and data::text like '%licence/%'"))[0]!;

    [GeneratedRegex(@"<dd>(\d{4}) (\d{4})</dd>")]
    private static partial Regex Digits();

    [GeneratedRegex(@"<dd>(\d{6})</dd>")]
    private static partial Regex Code();

    [GeneratedRegex("id=\"wallet\" href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("""<input type="hidden" name="once" value="[^"]*">""")]
    private static partial Regex Once();
}
