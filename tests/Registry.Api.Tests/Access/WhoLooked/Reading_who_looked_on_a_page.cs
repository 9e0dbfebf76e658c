using System.Net;
using System.Text.RegularExpressions;
using Registry.Api.Tests.Objections;
using Registry.Testing;

namespace Registry.Api.Tests.Access.WhoLooked;

/// <summary>谁看过我的数据: the pages as Wang Fang, her delegate and an organisation's representative have them.</summary>
public sealed class Reading_who_looked_on_a_page(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zh-CN", "谁看过我的数据", "合肥市工商行政管理局", "办件人员", "办理办件", "看到的内容")]
    [InlineData("en", "Who looked at my data", "Industry and Commerce Administration", "Caseworker", "Handling a case", "What was seen")]
    public async Task says_agency_role_purpose_basis_time_and_case_in_words(
        string language, string title, string agency, string role, string purpose, string seen)
    {
        var @case = await host.SubmittedCase();
        var look = await host.LookedAt(@case);
        using var visit = await PageVisit.Of(host, "citizen", $"/my/accesses?culture={language}");
        visit.Status.ShouldBe(HttpStatusCode.OK);
        visit.Html.ShouldContain($"<html lang=\"{language}\">");
        visit.Html.ShouldContain($"<h1>{title}</h1>");
        var line = LineOf(visit.Html, look);
        foreach (var text in (string[])[role, purpose, seen, "《行政许可法》第三十四条", "(UTC&#x2B;8)"])
            line.ShouldContain(text);
        line.ShouldContain(agency);
        // By its number, which the person has on their receipt.
        line.ShouldMatch("<dd>11340100MB1AC012X93340131001001[0-9]{12}</dd>");
        visit.Html.ShouldNotContain("340104199001010017");
        visit.Html.ShouldNotContain("王芳");
        visit.Html.ShouldNotContain("<script");
    }

    [Fact]
    public async Task leads_to_a_receipt_that_proves_the_access_once_it_is_published()
    {
        var look = await host.LookedAt(await host.SubmittedCase());
        using var visit = await PageVisit.Of(host, "citizen");
        string? receipt = null;
        await Eventually.HoldsAsync("the access is published", async () =>
        {
            await visit.FollowAsync("/my/accesses");
            return (receipt = Regex.Match(LineOf(visit.Html, look), "href=\"(/log/340100/proof/[0-9]+)\"").Groups[1].Value) != "";
        });
        await visit.FollowAsync(receipt!);
        visit.Status.ShouldBe(HttpStatusCode.OK);
        visit.Html.ShouldContain("c2sp.org/tlog-proof@v1");
    }

    [Fact]
    public async Task shows_the_newest_first_page_by_page_and_by_day_and_agency()
    {
        var @case = await host.SubmittedCase();
        for (var looks = 0; looks < 22; looks++)
            await host.LookedAt(@case);
        using var visit = await PageVisit.Of(host, "citizen");
        var first = Numbers(visit.Html);
        first.Length.ShouldBe(20);
        first.ShouldBe(first.OrderDescending());
        var older = Regex.Match(visit.Html, "href=\"([^\"]*before[^\"]*)\"").Groups[1].Value;
        await visit.FollowAsync(WebUtility.HtmlDecode(older));
        var second = Numbers(visit.Html);
        second.ShouldNotBeEmpty();
        second.Max().ShouldBeLessThan(first.Min());

        await visit.FollowAsync("/my/accesses?from=&to=&agency=11340100MB1AC0103N");
        Numbers(visit.Html).ShouldBeEmpty();
        await visit.FollowAsync("/my/accesses?from=2099-01-01");
        Numbers(visit.Html).ShouldBeEmpty();
        await visit.FollowAsync("/my/accesses?to=2099-01-01&agency=11340100MB1AC012X9");
        Numbers(visit.Html).Length.ShouldBe(20);
        await visit.FollowAsync("/my/accesses?from=yesterday");
        visit.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task lets_all_of_it_be_taken_along()
    {
        var look = await host.LookedAt(await host.SubmittedCase());
        using var visit = await PageVisit.Of(host, "citizen", "/my/accesses?to=2099-01-01");
        foreach (var (text, type) in new[] { ("CSV", "text/csv"), ("JSON", "application/json") })
        {
            var link = WebUtility.HtmlDecode(Regex.Match(visit.Html, $"href=\"([^\"]*)\">{text}").Groups[1].Value);
            link.ShouldContain("to=2099-01-01");
            using var kept = await PageVisit.Of(host, "citizen", link);
            kept.Last!.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            kept.Html.ShouldContain(look.ToString());
            kept.Last.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
        await Eventually.HoldsAsync("there is something to prove", async () =>
        {
            await visit.FollowAsync("/my/accesses/evidence?scope=person");
            return visit.Last!.Content.Headers.ContentType?.MediaType == "application/zip";
        });
    }

    [Fact]
    public async Task takes_an_objection_after_everything_was_shown_once_more_and_only_once()
    {
        var look = await host.LookedAt(await host.SubmittedCase());
        var path = $"/my/accesses/{look}/objection";
        using var visit = await PageVisit.Of(host, "citizen");
        LineOf(visit.Html, look).ShouldContain(path);
        await visit.FollowAsync(path);
        await visit.SubmitAsync(path, "下一步", ("reason", "  "));
        visit.Status.ShouldBe(HttpStatusCode.BadRequest);
        visit.Html.ShouldContain("role=\"alert\"");
        await visit.SubmitAsync(path, "下一步", ("reason", "我没有申请过 <b>"));
        visit.Html.ShouldContain("我没有申请过 &lt;b&gt;");
        (await Objections()).ShouldNotContain(look.ToString());
        await visit.SubmitAsync(path, "返回修改");
        await visit.SubmitAsync(path, "下一步", ("reason", "我没有申请过"));
        var twice = (visit.Form(path, "确认提交"), visit.Form(path, "确认提交"));
        await visit.SendAsync(twice.Item1);
        visit.Status.ShouldBe(HttpStatusCode.SeeOther);
        await visit.SendAsync(twice.Item2);
        visit.Status.ShouldBe(HttpStatusCode.SeeOther);
        await visit.FollowAsync(path);
        visit.Html.ShouldContain("id=\"raised\"");
        (await host.RowAsync("select count(*) from mt_doc_objectioncard where data ->> 'access' = $1", look.ToString()))[0].ShouldBe(1L);

        async Task<string> Objections()
        {
            using var citizen = await host.SignedInAs("citizen");
            return await citizen.GetStringAsync("/api/v1/my/objections", Token);
        }
    }

    [Fact]
    public async Task shows_and_takes_nothing_about_another_s_access()
    {
        var look = await host.LookedAt(await host.SubmittedCase("citizen2"));
        using var visit = await PageVisit.Of(host, "citizen");
        visit.Html.ShouldNotContain(look.ToString());
        foreach (var access in (Guid[])[look, Guid.NewGuid()])
        {
            await visit.FollowAsync($"/my/accesses/{access}/objection");
            visit.Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task switches_notices_on_and_off()
    {
        using var visit = await PageVisit.Of(host, "citizen2", "/my/notices");
        visit.Html.ShouldContain("通知已关闭。");
        await visit.SubmitAsync("/my/notices", "开启通知");
        visit.Html.ShouldContain("通知已开启。");
        await visit.SubmitAsync("/my/notices", "关闭通知");
        visit.Html.ShouldContain("通知已关闭。");
        await visit.SubmitAsync("/my/notices", "开启通知");
        visit.Html.ShouldContain("通知已开启。");
    }

    [Theory]
    [InlineData("agent", "111", "340111198506150022", "citizen", "citizen2", "委托人")]
    [InlineData("legalRepresentative", "111", "340104199001010017", "company", "citizen", "我代表的单位")]
    public async Task is_for_a_delegate_and_an_organisation_s_representative_too(
        string kind, string codeType, string code, string principal, string delegated, string text)
    {
        var look = await host.LookedAt(await host.SubmittedCase(principal));
        using var person = await host.SignedInAs(principal);
        using var given = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType, code }, kind, purposes = kind == "agent" ? new[] { "readAccesses" } : [],
            until = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        });
        var delegation = (await given.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetString()!;

        using var visit = await PageVisit.Of(host, delegated);
        visit.Html.ShouldNotContain(look.ToString());
        visit.Html.ShouldContain(text);
        await visit.SubmitAsync("/my/acting", "切换", ("delegation", delegation));
        visit.Html.ShouldContain(look.ToString());
        using var answer = await person.GetAsync("/api/v1/my/accesses", Token);
        (await answer.JsonAsync())[0].GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");

        (await person.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1)).EnsureSuccessStatusCode();
        await visit.FollowAsync("/my/accesses");
        visit.Status.ShouldBe(HttpStatusCode.NotFound);
        visit.Html.ShouldNotContain(look.ToString());
        await visit.SubmitAsync("/my/acting", "本人");
        visit.Status.ShouldBe(HttpStatusCode.OK);
    }

    private static string LineOf(string html, Guid look) =>
        Regex.Matches(html, "<li id=\"look.*?</li>", RegexOptions.Singleline).Select(match => match.Value)
            .Single(line => line.Contains($"/my/accesses/{look}/objection", StringComparison.Ordinal));

    private static long[] Numbers(string html) =>
        [.. Regex.Matches(html, "id=\"look-([0-9]+)\"").Select(match => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
}
