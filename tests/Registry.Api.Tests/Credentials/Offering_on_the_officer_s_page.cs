using System.Net;
using Registry.Api.Tests.Access.WhoLooked;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Showing;
using Registry.Testing;

namespace Registry.Api.Tests.Credentials;

/// <summary>The officer's page at the window, by HTML alone; Registry.Browser.Tests has it in a browser.</summary>
public sealed class Offering_on_the_officer_s_page(IssuingHost host, OtherWallet wallet) : IClassFixture<IssuingHost>, IClassFixture<OtherWallet>
{
    [Fact]
    public async Task the_code_opens_the_wallet_and_the_digits_are_on_no_page_of_the_officer_s()
    {
        var (licence, identifier) = await PublishedAsync();
        using var visit = await PageVisit.Of(host, "issuer", Path(licence));
        visit.Html.ShouldNotContain("<img");
        await visit.SubmitAsync(Path(licence), "提供");
        visit.Status.ShouldBe(HttpStatusCode.OK);
        visit.Html.ShouldContain("http-equiv=\"refresh\"");
        visit.Html.ShouldNotContain(identifier);
        visit.Html.ShouldNotContain("王芳");
        using var page = new ShownPage(visit.Html);
        var link = await page.CodeAsync("window-code");
        var digits = await TakeAsync(link);
        visit.Html.ShouldNotContain(digits);
        var said = await wallet.IssueAsync(host, link, digits, 1);
        ((string?)said["credentials"]?[0]?["claims"]?["licence_identifier"]).ShouldBe(identifier, said.ToJsonString());
        var looks = await host.RowAsync(
            "select count(*) from mt_events where type like 'access_disclosed%' and headers ->> 'purpose' = 'window-offer' and data::text like $1",
            $"%{licence}%");
        ((long)looks[0]!).ShouldBe(1);
    }

    [Fact]
    public async Task of_several_holders_the_officer_says_who_stands_there()
    {
        var licence = await host.JointLicence();
        await host.CredentialOf(licence);
        using var visit = await PageVisit.Of(host, "issuer", Path(licence));
        foreach (var nobody in (string[])["0", "3", "x"])
        {
            await visit.SendAsync(visit.Form(Path(licence), "提供", ("holder", nobody)));
            (visit.Status, visit.Html.Contains("<img", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, false), nobody);
        }
        await visit.SubmitAsync(Path(licence), "提供", ("holder", "2"));
        using var page = new ShownPage(visit.Html);
        var name = Uri.UnescapeDataString(await page.CodeAsync("window-code")).Split('/')[^1];
        using var first = await host.SignedInAs("citizen");
        using var theirs = await first.WriteAsync($"/api/v1/window-offers/{name}/taking", null);
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var second = await host.SignedInAs("citizen2");
        (await second.WriteAsync($"/api/v1/window-offers/{name}/taking", null)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task the_form_that_is_sent_again_gives_the_same_offer_while_it_holds()
    {
        var (licence, _) = await PublishedAsync();
        using var visit = await PageVisit.Of(host, "issuer", Path(licence));
        var (first, again, late) = (visit.Form(Path(licence), "提供"), visit.Form(Path(licence), "提供"), visit.Form(Path(licence), "提供"));
        await visit.SendAsync(first);
        var picture = Picture(visit.Html);
        await visit.SendAsync(again);
        Picture(visit.Html).ShouldBe(picture);
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '%{licence}%'");
        await visit.SendAsync(late);
        visit.Html.ShouldNotContain("<img");
        visit.Html.ShouldContain("已过期");
    }

    [Fact]
    public async Task officers_of_other_agencies_holders_and_other_sites_have_nothing_there()
    {
        var (licence, _) = await PublishedAsync();
        using var holder = await PageVisit.Of(host, "citizen", Path(licence));
        holder.Status.ShouldBe(HttpStatusCode.Forbidden);
        using var elsewhere = new PageVisit(host, host.Token(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer")));
        await elsewhere.OpenAsync(Path(licence));
        await elsewhere.SubmitAsync(Path(licence), "提供");
        elsewhere.Status.ShouldBe(HttpStatusCode.NotFound);
        elsewhere.Html.ShouldNotContain("<img");
        using var visit = await PageVisit.Of(host, "issuer", Path(licence));
        await visit.SendAsync(visit.Form(Path(licence), "提供", ("key", "made-up")));
        visit.Status.ShouldBe(HttpStatusCode.Forbidden);
        await visit.FollowAsync(Path(licence));
        await host.StepAsync(licence, "suspension", 1);
        await visit.SubmitAsync(Path(licence), "提供");
        (visit.Status, visit.Html.Contains("role=\"alert\"", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
    }

    private static string Path(Guid licence) => $"/window/licences/{licence}";

    private static string Picture(string html) => html.Split("base64,")[1].Split('"')[0];

    private async Task<(Guid Licence, string Identifier)> PublishedAsync()
    {
        var (licence, identifier) = await host.MintedLicence();
        await host.CredentialOf(licence);
        return (licence, identifier);
    }

    private async Task<string> TakeAsync(string link)
    {
        using var holder = await host.SignedInAs("citizen");
        using var taken = await holder.WriteAsync($"/api/v1/window-offers/{Uri.UnescapeDataString(link).Split('/')[^1]}/taking", null);
        return (await taken.EnsureSuccessStatusCode().JsonAsync()).GetProperty("transactionCode").GetString()!;
    }
}
