using System.Net;
using System.Text;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>What the person learns of a covert look before the day, and what on the day.</summary>
public sealed class Sealing_a_look(CovertHost host) : IClassFixture<CovertHost>
{
    private static readonly string[] Shown = ["number", "event", "log", "on", "authority", "authorityText", "releaseOn"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task shows_that_it_happened_what_kind_of_authority_and_when_and_no_more()
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        var line = await host.Line(look);
        Names(line).ShouldBe(Shown);
        line.GetProperty("number").GetInt64().ShouldBeGreaterThan(0);
        line.GetProperty("log").GetString().ShouldBe($"/log/340100/event/{look}");
        line.GetProperty("on").GetString().ShouldBe(Text(In(0)));
        line.GetProperty("authority").GetString().ShouldBe("publicSecurity");
        line.GetProperty("authorityText").GetString().ShouldBe("公安机关");
        line.GetProperty("releaseOn").GetString().ShouldBe(Text(In(30)));

        (await host.Accesses()).ShouldAllBe(one => one.GetProperty("number").GetInt64() > 0);
        string.Concat(await host.Accesses()).ShouldNotContain(inquiry.ToString());
    }

    [Fact]
    public async Task shows_all_of_it_on_the_day_without_anybody_doing_anything()
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        using (host.Clock.Ahead(29))
            Names(await host.Line(look)).ShouldBe(Shown);
        using (host.Clock.Ahead(30))
        {
            var line = await host.Line(look);
            line.GetProperty("purpose").GetString().ShouldBe("covert-inquiry");
            line.GetProperty("purposeText").GetString().ShouldBe("依法秘密查询");
            line.GetProperty("basis").GetString().ShouldBe("《刑事诉讼法》第五十四条、《个人信息保护法》第三十五条");
            line.GetProperty("step").GetString().ShouldBe($"covert/{inquiry}");
            line.GetProperty("role").GetString().ShouldBe("investigator");
            line.GetProperty("agency").GetString().ShouldBe(Police);
            line.GetProperty("agencyName").GetString().ShouldBe("合肥市公安局");
            line.GetProperty("resource").GetString().ShouldBe($"case/{host.Case}");
            line.GetProperty("fields").EnumerateArray().Select(field => field.GetString())
                .ShouldBe(["holder.name", "holder.code", "phone", "form"]);
            using var late = await host.Read(inquiry, $"/api/v1/cases/{host.Case}");
            await late.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task ends_with_the_inquiry()
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        (await host.Change("investigator", inquiry, "ending", 2)).EnsureSuccessStatusCode();
        (await host.Line(look)).GetProperty("agency").GetString().ShouldBe(Police);
        using var again = await host.Read(inquiry, $"/api/v1/cases/{host.Case}");
        await again.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("agency=11340100MB1AC00233")]
    [InlineData("agency=11340100MB1AC012X9")]
    [InlineData("purpose=covert-inquiry")]
    [InlineData("purpose=case-handling")]
    [InlineData("resource=case/{case}")]
    [InlineData("resource=licence/{case}")]
    [InlineData("refused=false")]
    [InlineData("refused=true")]
    public async Task is_found_by_no_filter_on_what_it_hides(string query)
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        query = query.Replace("{case}", host.Case.ToString(), StringComparison.Ordinal);
        (await host.Accesses(query)).Select(EventOf).ShouldNotContain(look);
        var (today, tomorrow) = (Text(In(0)), Text(In(1)));
        Names(await host.Line(look, $"from={today}&to={today}")).ShouldBe(Shown);
        (await host.Accesses($"from={tomorrow}")).Select(EventOf).ShouldNotContain(look);
        // Neither does the export; with the seal it goes where its content belongs.
        using var export = await host.GetAsync("citizen", $"/api/v1/my/accesses/export?{query}");
        (await export.Content.ReadAsStringAsync(Token)).ShouldNotContain(look.ToString());
        using (host.Clock.Ahead(30))
            (await host.Accesses(query)).Select(EventOf).Contains(look).ShouldBe(
                query is "agency=11340100MB1AC00233" or "purpose=covert-inquiry" or "refused=false" || query.StartsWith("resource=case/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task holds_in_the_export_and_for_a_delegate()
    {
        var look = await host.Look(await host.Authorised());
        using var json = await host.GetAsync("citizen", "/api/v1/my/accesses/export");
        Names((await json.JsonAsync()).EnumerateArray().Single(line => EventOf(line) == look)).ShouldBe(Shown);

        using var csv = await host.GetAsync("citizen", "/api/v1/my/accesses/export?format=csv");
        var rows = Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync(Token)).Split("\n");
        var number = (await host.Line(look)).GetProperty("number").GetInt64();
        rows.Single(row => row.Contains(look.ToString(), StringComparison.Ordinal)).TrimEnd('\r')
            .ShouldBe($"{Text(In(0))},{number},{look},,,,,,,,,,,,,,公安机关,{Text(In(30))}");
        rows.ShouldAllBe(row => row.Length == 0 || row.Count(c => c == ',') >= 17);

        using var citizen = await host.SignedInAs("citizen");
        using var granted = await citizen.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = "340111198506150022" }, purposes = new[] { "readAccesses" }, until = In(9),
        });
        var delegation = (await granted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        Names((await host.Accesses(person: "citizen2", delegation: delegation)).Single(line => EventOf(line) == look)).ShouldBe(Shown);
    }

    [Fact]
    public async Task leaves_it_out_of_what_a_tracker_shows_until_the_day()
    {
        var before = await Tracked();
        await host.Look(await host.Authorised());
        (await Tracked()).ShouldBe(before);
        using (host.Clock.Ahead(30))
        {
            var after = await Tracked();
            after.Total.ShouldBeGreaterThan(before.Total);
            after.OfPolice.ShouldBeGreaterThan(before.OfPolice);
        }
    }

    [Fact]
    public async Task is_told_by_no_notice()
    {
        using var citizen = await host.SignedInAs("citizen");
        using (var subscribed = await citizen.WriteAsync("/api/v1/my/notices/subscription", new { }, version: 0))
            subscribed.EnsureSuccessStatusCode();
        await host.PublishedAsync();
        var look = await host.Look(await host.Authorised());
        using (var open = await host.GetAsync("auditor", $"/api/v1/cases/{host.Case}"))
            open.EnsureSuccessStatusCode();
        await host.PublishedAsync();
        using var answer = await citizen.GetAsync("/api/v1/my/notices", Token);
        var notices = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("notices").EnumerateArray().ToArray();
        notices.ShouldContain(notice => notice.GetProperty("purpose").GetString() == "audit");
        notices.Select(EventOf).ShouldNotContain(look);
        using var named = await citizen.WriteAsync("/api/v1/my/notices/subscription", new { purposes = new[] { "covert-inquiry" } }, version: 1);
        await named.ShouldBeProblem(HttpStatusCode.BadRequest, "notice-purpose-unknown", "purposes[0]");
    }

    [Fact]
    public async Task is_objected_to_once_it_is_released()
    {
        var look = await host.Look(await host.Authorised());
        using var citizen = await host.SignedInAs("citizen");
        var objection = new { access = look, reason = "我没有违法" };
        using (var early = await citizen.WriteAsync("/api/v1/my/objections", objection))
            await early.ShouldBeProblem(HttpStatusCode.Conflict, "objection-access-sealed");
        using (host.Clock.Ahead(30))
        using (var answer = await citizen.WriteAsync("/api/v1/my/objections", objection))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            // It goes to the agency that stood behind the access.
            (await host.RowAsync("select data ->> 'agency' from mt_doc_objectioncard where data ->> 'access' = $1", look.ToString()))[0].ShouldBe(Police);
        }
    }

    [Fact]
    public async Task covers_what_was_refused_under_it_and_nothing_else()
    {
        var inquiry = await host.Asked();
        using (var early = await host.Read(inquiry, $"/api/v1/cases/{host.Case}"))
            await early.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        Names((await host.Accesses())[0]).ShouldBe(Shown);

        // A colleague, an inquiry that is none, another person's case: in the open.
        (await host.Change("policesupervisor", inquiry, "authorisation", 1)).EnsureSuccessStatusCode();
        (await host.Read(inquiry, $"/api/v1/cases/{host.Case}", "investigator2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ShouldBeOpen((await host.Accesses())[0]);
        (await host.Read(Guid.NewGuid(), $"/api/v1/cases/{host.Case}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ShouldBeOpen((await host.Accesses())[0]);
        (await host.Read(inquiry, $"/api/v1/cases/{host.Foreign}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ShouldBeOpen((await host.Accesses(person: "citizen2"))[0]);
    }

    [Fact]
    public async Task of_a_licence_of_several_names_nobody_to_the_others()
    {
        var licence = await host.JointLicence();
        var inquiry = await host.Authorised();
        using var read = await host.Read(inquiry, $"/api/v1/licences/{licence}");
        var shown = await read.EnsureSuccessStatusCode().JsonAsync();
        shown.GetProperty("holderName").GetString().ShouldBe("王芳");
        shown.TryGetProperty("holders", out _).ShouldBeFalse();
        Names(await host.Line(shown.GetProperty("accessEvent").GetGuid())).ShouldBe(Shown);
        (await host.Accesses(person: "citizen2")).Select(EventOf).ShouldNotContain(shown.GetProperty("accessEvent").GetGuid());
    }

    [Fact]
    public async Task names_no_agency_in_the_public_log()
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        await host.PublishedAsync();
        var owners = await host.RowAsync(
            """
            select array_agg(distinct k.data ->> 'owner') from log_entry e
            join mt_events m on m.id = e.event_id
            join mt_doc_signingkeycard k on k.data ->> 'kid' = convert_from(e.body, 'UTF8')::jsonb ->> 'kid'
            where m.id = $1 or m.stream_id = $2
            """, look, inquiry);
        ((string[])owners[0]!).ShouldBe(["340100"]);
        // Nor is anything of the cause in clear anywhere.
        (await host.RowAsync("select count(*) from mt_events t where t::text like '%诈骗%' or t::text like '%调证字%'"))[0].ShouldBe(0L);
    }

    private static void ShouldBeOpen(JsonElement line)
    {
        line.GetProperty("refused").GetString().ShouldBe("access-covert-not-open");
        line.GetProperty("agency").GetString().ShouldBe(Police);
        line.GetProperty("step").GetString().ShouldBe("covert-inquiry");
    }

    private async Task<(int Total, int OfPolice)> Tracked()
    {
        using var client = await host.SignedInAs("tracker");
        client.DefaultRequestHeaders.Add("X-Road-UserId", $"CN{Wang}");
        using var answer = await client.GetAsync(new Uri($"/v2/findUsage?userCode=CN{Wang}", UriKind.Relative), Token);
        var found = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (found.GetProperty("totalUsages").GetInt32(),
            found.GetProperty("usages").EnumerateArray().Count(usage => usage.GetProperty("receiverCode").GetString() == Police));
    }
}
