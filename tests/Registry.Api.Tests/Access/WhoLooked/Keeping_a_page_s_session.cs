using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Pages;
using Registry.Testing;

namespace Registry.Api.Tests.Access.WhoLooked;

/// <summary>What the cookie of a signed-in page is and is not, and what forms it takes.</summary>
public sealed class Keeping_a_page_s_session(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task tells_who_is_not_signed_in_so_and_who_is_somebody_else()
    {
        using var nobody = new PageVisit(host, "");
        await nobody.FollowAsync("/my/accesses?culture=en");
        nobody.Status.ShouldBe(HttpStatusCode.Unauthorized);
        nobody.Html.ShouldContain("signed in");
        using var officer = await PageVisit.Of(host, "caseworker");
        officer.Status.ShouldBe(HttpStatusCode.Forbidden);
        officer.Cookie.ShouldBeNull();
    }

    [Fact]
    public async Task sets_a_cookie_that_scripts_and_other_sites_do_not_have_and_that_tells_nothing()
    {
        using var visit = await PageVisit.Of(host, "citizen");
        var set = visit.Last!.Headers.GetValues("Set-Cookie").Single();
        foreach (var attribute in (string[])["__Host-registry=", "path=/", "secure", "samesite=strict", "httponly"])
            set.ShouldContain(attribute, Case.Insensitive);
        set.ShouldNotContain("expires", Case.Insensitive);
        visit.Cookie!.ShouldNotContain((await host.TokenOf("citizen")).Split('.')[1]);
        visit.Last.Headers.CacheControl!.NoStore.ShouldBeTrue();
        await visit.FollowAsync("/my/accesses");
        visit.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task takes_no_cookie_that_was_changed()
    {
        using var visit = await PageVisit.Of(host, "citizen");
        var cookie = visit.Cookie!;
        foreach (var changed in (string[])[cookie[..^2] + (cookie[^2] == 'A' ? "BA" : "AA"), cookie[..20], "", "!", await host.TokenOf("citizen")])
        {
            visit.Cookie = changed;
            await visit.FollowAsync("/my/accesses");
            visit.Status.ShouldBe(HttpStatusCode.Unauthorized, changed);
        }
    }

    [Fact]
    public async Task ends_with_the_token_and_by_signing_out()
    {
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5);
        var token = host.Token(
            new() { ["sub"] = "person-wang-fang", ["role"] = "citizen", ["tenant"] = "340100" }, one => (one.NotBefore, one.IssuedAt, one.Expires) = (past, past, past));
        using var late = new PageVisit(host, "") { Cookie = Sessions.Seal(new(token, Delegation: null)) };
        await late.FollowAsync("/my/accesses");
        late.Status.ShouldBe(HttpStatusCode.Unauthorized);

        using var visit = await PageVisit.Of(host, "citizen");
        await visit.SubmitAsync("/my/leaving", "退出");
        visit.Html.ShouldContain("已退出");
        visit.Cookie.ShouldBe("");
    }

    [Fact]
    public async Task takes_a_form_of_its_own_pages_alone()
    {
        using var visit = await PageVisit.Of(host, "citizen", "/my/notices");
        using var others = await PageVisit.Of(host, "citizen2", "/my/notices");
        await Refused(visit.Form("/my/notices", "开启通知", ("key", "")));
        await Refused(visit.Form("/my/notices", "开启通知", ("key", Key(others))));
        var foreign = visit.Form("/my/notices", "开启通知");
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        await Refused(foreign);
        var json = visit.Form("/my/notices", "开启通知");
        json.Content = System.Net.Http.Json.JsonContent.Create(new { key = Key(visit) });
        await Refused(json);
        (await host.RowAsync("select count(*) from mt_doc_subscriptioncard"))[0].ShouldBe(0L);

        async Task Refused(HttpRequestMessage form)
        {
            await visit.SendAsync(form);
            visit.Status.ShouldBe(HttpStatusCode.Forbidden);
            await visit.FollowAsync("/my/notices");
        }
    }

    private PageSessions Sessions => host.Services.GetRequiredService<PageSessions>();

    private static string Key(PageVisit visit) =>
        System.Text.RegularExpressions.Regex.Match(visit.Html, "name=\"key\" value=\"([^\"]+)\"").Groups[1].Value;
}
