using System.Net;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Pages;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>A wallet sends its holder to our page in a browser in which nobody is signed in: they sign in, come back to it, and answer in that session.</summary>
public sealed class Consenting_in_a_plain_browser(IssuingHost host) : IClassFixture<IssuingHost>
{
    [Fact]
    public async Task leads_to_sign_in_back_to_the_question_and_on_to_the_wallet()
    {
        var licence = await PublishedAsync();
        using var wallet = new AskingWallet(host);
        var page = await wallet.PushedAsync();
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("citizen", page);
        (browser.Status, browser.IsSignedIn).ShouldBe((HttpStatusCode.OK, true), browser.Html);
        Uri.UnescapeDataString(browser.GoesOnTo!).ShouldBe(Uri.UnescapeDataString(page));
        await browser.GoAsync(browser.GoesOnTo!);
        browser.Html.ShouldContain("演示钱包");
        await browser.SendAsync(browser.Form("authorize", Endpoint, ("licence", licence.ToString())));
        browser.Status.ShouldBe(HttpStatusCode.SeeOther, browser.Html);
        var code = AskingWallet.QueryOf(browser.Last!)["code"];
        var token = await wallet.TokenAsync(code);
        token.GetProperty("token_type").GetString().ShouldBe("DPoP");
    }

    [Fact]
    public async Task takes_the_answer_with_the_session_it_was_asked_in_alone()
    {
        var licence = await PublishedAsync();
        using var wallet = new AskingWallet(host);
        var page = await wallet.PushedAsync();
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("citizen", page);
        await browser.GoAsync(page);

        HttpRequestMessage Answer(params (string Name, string Value)[] more) => browser.Form("authorize", Endpoint, [("licence", licence.ToString()), .. more]);
        // Without the cookie, in another's session, without the session's key, or from another site it is no answer.
        using var nobody = new PlainBrowser(host);
        await nobody.SendAsync(Answer());
        nobody.Status.ShouldBe(HttpStatusCode.Unauthorized);
        nobody.Html.ShouldContain("id=\"signin\"");
        using var other = new PlainBrowser(host);
        await other.SignInAsync("citizen2");
        await other.SendAsync(Answer());
        other.Status.ShouldBe(HttpStatusCode.Unauthorized);
        var answers = new[] { Answer(("key", "made-up")), Answer() };
        answers[1].Headers.Add("Sec-Fetch-Site", "cross-site");
        foreach (var answer in answers)
        {
            await browser.SendAsync(answer);
            browser.Status.ShouldBe(HttpStatusCode.Forbidden, browser.Html);
            await browser.GoAsync(page);
        }
        await browser.SendAsync(Answer());
        browser.Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task shows_no_licence_to_who_is_not_signed_in_or_no_holder()
    {
        await PublishedAsync();
        using var wallet = new AskingWallet(host);
        var page = await wallet.PushedAsync();
        using var browser = new PlainBrowser(host);
        await browser.GoAsync(page);
        browser.Html.ShouldNotContain("<form");
        await browser.SignInAsync("caseworker", page);
        await browser.GoAsync(page);
        browser.Html.ShouldNotContain("<form");
        browser.Html.ShouldContain("id=\"signin\"");
    }

    private static string Endpoint => $"/agency/{IssuingHost.Commerce}/authorize";

    private async Task<Guid> PublishedAsync()
    {
        var (licence, _) = await host.MintedLicence();
        await host.CredentialOf(licence);
        return licence;
    }
}
