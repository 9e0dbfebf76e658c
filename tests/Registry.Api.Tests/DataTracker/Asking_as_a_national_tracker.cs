using System.Globalization;
using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.DataTracker;

/// <summary>The contract of e-gov/AJ@600c397, doc/spetsifikatsioonid: dumonitor-openapi.yaml 2.1.0 and the protocol's sections 6 and 7.</summary>
public sealed class Asking_as_a_national_tracker(ChattyHost host) : IClassFixture<ChattyHost>
{
    private const string Wang = $"CN{Number}";
    private const string Li = "CN340111198506150022";
    private const string Number = "340104199001010017";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task gives_the_members_of_the_specification_and_no_others()
    {
        var id = await host.SubmittedCase();
        await Look(id, "caseworker");
        using var answer = await Ask($"userCode={Wang}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var found = await answer.EnsureSuccessStatusCode().JsonAsync();
        Names(found).ShouldBe(["totalUsages", "usages"]);
        var newest = found.GetProperty("usages")[0];
        Names(newest).ShouldBe(["logtime", "action", "receiverCode", "receiverName", "receiverSystem"]);
        DateTimeOffset.ParseExact(newest.GetProperty("logtime").GetString()!, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        newest.GetProperty("action").GetString().ShouldBe("办理办件");
        newest.GetProperty("receiverCode").GetString().ShouldBe("11340100MB1AC012X9");
        newest.GetProperty("receiverName").GetString().ShouldBe("合肥市工商行政管理局");
        newest.GetProperty("receiverSystem").GetString().ShouldBe("Registry 电子证照与办件登记");
        // Nothing that the person does not read at home: as many lines as in their own list, but for the tracker's questions of just now.
        var settled = TimeProvider.System.GetUtcNow().AddMinutes(-15);
        found.GetProperty("totalUsages").GetInt32().ShouldBe((await OwnList()).Count(line =>
            line.GetProperty("purpose").GetString() != "data-tracker" || line.GetProperty("at").GetDateTimeOffset() < settled));
    }

    [Fact]
    public async Task goes_newest_first_and_page_by_page_until_a_page_is_not_full()
    {
        var id = await host.SubmittedCase();
        for (var i = 0; i < 5; i++)
            await Look(id, i % 2 == 0 ? "caseworker" : "caseworker2");
        var all = (await Usages($"userCode={Wang}")).Select(one => one.ToString()).ToArray();
        var paged = new List<string>();
        while (true)
        {
            var page = await Found($"userCode={Wang}&offset={paged.Count}&limit=2");
            page.GetProperty("totalUsages").GetInt32().ShouldBe(all.Length);
            paged.AddRange(page.GetProperty("usages").EnumerateArray().Select(one => one.ToString()));
            if (page.GetProperty("usages").GetArrayLength() < 2)
                break;
        }
        paged.ShouldBe(all);
        paged.Count.ShouldBe(all.Length);
        (await Usages($"userCode={Wang}")).Select(TimeOf).ShouldBeInOrder(SortDirection.Descending);
        (await Found($"userCode={Wang}&offset=100000")).GetProperty("totalUsages").GetInt32().ShouldBe(all.Length);
        (await Usages($"userCode={Wang}&limit=0")).ShouldBeEmpty();
    }

    [Fact]
    public async Task takes_both_ends_of_the_period_for_part_of_it()
    {
        var id = await host.SubmittedCase();
        await Look(id, "caseworker");
        await Look(id, "caseworker2");
        var (second, first) = await Usages($"userCode={Wang}&limit=2") is [var b, var a] ? (TimeOf(b), TimeOf(a)) : throw new InvalidOperationException();
        (await Usages($"userCode={Wang}&periodStart={first}&periodEnd={first}")).Select(TimeOf).ShouldContain(first);
        (await Usages($"userCode={Wang}&periodStart={second}")).Select(TimeOf).ShouldBe([second]);
        (await Usages($"userCode={Wang}&periodEnd={first}")).Select(TimeOf).ShouldNotContain(second);
        // Another zone, another precision, the same moment.
        var moment = DateTimeOffset.Parse(second, CultureInfo.InvariantCulture);
        var here = Uri.EscapeDataString(moment.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture));
        (await Usages($"userCode={Wang}&periodStart={here}&periodEnd={here}")).Select(TimeOf).ShouldBe([second]);
        var later = moment.AddTicks(1).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        (await Usages($"userCode={Wang}&periodStart={later}")).ShouldBeEmpty();
        (await Found($"userCode={Wang}&periodStart={second}")).GetProperty("totalUsages").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task is_recorded_each_time_and_shown_to_the_person_at_once()
    {
        var before = await host.CountAsync("access_disclosed.v1");
        await Found($"userCode={Wang}&limit=1");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        var mine = (await OwnList()).First();
        mine.GetProperty("purpose").GetString().ShouldBe("data-tracker");
        mine.GetProperty("role").GetString().ShouldBe("tracker");
        mine.GetProperty("step").GetString().ShouldBe("findUsage");
    }

    [Fact]
    public async Task shows_its_own_questions_once_no_page_can_move_under_them()
    {
        await Found($"userCode={Wang}");
        (await Usages($"userCode={Wang}")).ShouldNotContain(usage => usage.GetProperty("action").GetString()!.Contains("国家数据使用查询平台"));
        await host.RowAsync("""
            update mt_doc_accessrecord set data = jsonb_set(data, '{at}', '"2026-01-02T03:04:05.678Z"')
            where id = (select id from mt_doc_accessrecord where data -> 'by' ->> 'purpose' = 'data-tracker' limit 1) returning 1
            """);
        var last = (await Usages($"userCode={Wang}"))[^1];
        TimeOf(last).ShouldBe("2026-01-02T03:04:05.678Z");
        last.GetProperty("receiverCode").GetString().ShouldBe("340100");
        last.GetProperty("receiverName").GetString().ShouldBe("合肥市");
    }

    [Fact]
    public async Task for_another_viewer_takes_a_delegation_that_the_person_gave_here()
    {
        var before = await host.CountAsync("access_refused.v1");
        using var without = await Ask($"userCode={Wang}", viewer: Li);
        await without.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.CountAsync("access_refused.v1")).ShouldBe(before + 1);

        var delegation = await Delegate("readAccesses");
        using var answer = await Ask($"userCode={Wang}", viewer: Li);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await OwnList()).First().GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
        // It is the viewer's, and not the other way round.
        using var reverse = await Ask($"userCode={Li}", viewer: Wang);
        await reverse.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        using var citizen = await host.SignedInAs("citizen");
        (await citizen.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1)).EnsureSuccessStatusCode();
        using var after = await Ask($"userCode={Wang}", viewer: Li);
        await after.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await Delegate("readCases");
        using var other = await Ask($"userCode={Wang}", viewer: Li);
        await other.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("", "userCode")]
    [InlineData("userCode=", "userCode")]
    [InlineData("userCode=340104199001010017", "userCode")]
    [InlineData("userCode=EE340104199001010017", "userCode")]
    [InlineData("userCode=CN340104199001010018", "userCode")]
    [InlineData($"userCode={Wang}&userCode={Wang}", "userCode")]
    [InlineData($"userCode={Wang}&periodStart=2026-01-31", "periodStart")]
    [InlineData($"userCode={Wang}&periodStart=2026-01-31T10:20:30", "periodStart")]
    [InlineData($"userCode={Wang}&periodEnd=2026-02-30T10:20:30Z", "periodEnd")]
    [InlineData($"userCode={Wang}&periodEnd=9999-12-31T23:59:59Z", "periodEnd")]
    [InlineData($"userCode={Wang}&offset=-1", "offset")]
    [InlineData($"userCode={Wang}&offset=2147483648", "offset")]
    [InlineData($"userCode={Wang}&limit=1001", "limit")]
    [InlineData($"userCode={Wang}&limit=-1", "limit")]
    [InlineData($"userCode={Wang}&limit=1.0", "limit")]
    public async Task names_what_does_not_meet_the_specification(string query, string field)
    {
        var before = await host.CountAsync("access_disclosed.v1");
        using var answer = await Ask(query);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", field);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before);
    }

    [Fact]
    public async Task names_the_viewer_who_is_not_given()
    {
        using var client = await host.SignedInAs("tracker");
        using var answer = await client.GetAsync(new Uri($"/v2/findUsage?userCode={Wang}", UriKind.Relative), Token);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "X-Road-UserId");
    }

    [Theory]
    [InlineData("/v2/findUsage?userCode=" + Wang)]
    [InlineData("/v2/usagePeriod")]
    [InlineData("/v2/heartbeat")]
    public async Task is_for_trackers_alone(string path)
    {
        foreach (var person in (string[])["citizen", "caseworker", "auditor", "admin"])
        {
            using var client = await host.SignedInAs(person);
            client.DefaultRequestHeaders.Add("X-Road-UserId", Wang);
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }
        using var nobody = host.Anonymous();
        using var refused = await nobody.GetAsync(new Uri(path, UriKind.Relative), Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var tracker = await host.SignedInAs("tracker");
        using var list = await tracker.GetAsync("/api/v1/my/accesses", Token);
        await list.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task says_since_when_and_that_it_is_there()
    {
        using var tracker = await host.SignedInAs("tracker");
        using var period = await tracker.GetAsync("/v2/usagePeriod", Token);
        var since = await period.EnsureSuccessStatusCode().JsonAsync();
        Names(since).ShouldBe(["periodStart"]);
        var first = await host.RowAsync("select min(timestamp) from mt_events");
        (DateTimeOffset.Parse(since.GetProperty("periodStart").GetString()!, CultureInfo.InvariantCulture)
            - new DateTimeOffset((DateTime)first[0]!, TimeSpan.Zero)).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(2));

        using var beat = await tracker.GetAsync("/v2/heartbeat", Token);
        var heart = await beat.EnsureSuccessStatusCode().JsonAsync();
        Names(heart).ShouldBe(["status", "message"]);
        heart.GetProperty("status").GetString().ShouldBe("OK");
    }

    [Fact]
    public async Task leaves_no_code_in_logs_and_traces()
    {
        await Found($"userCode={Wang}&limit=1");
        (await Ask($"userCode={Wang}&limit=no")).Dispose();
        (await Ask($"userCode={Wang}", path: "/V2/findusage")).EnsureSuccessStatusCode().Dispose();
        (await Ask($"userCode={Wang}", path: "/v2/unknown")).Dispose();
        host.Written.ShouldContain(line => line.Contains("/v2/findUsage", StringComparison.Ordinal));
        host.Written.ShouldContain(line => line.StartsWith("span ", StringComparison.Ordinal));
        host.Written.FirstOrDefault(line => line.Contains(Number, StringComparison.Ordinal)).ShouldBeNull();
    }

    private static string TimeOf(JsonElement usage) => usage.GetProperty("logtime").GetString()!;

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private async Task<HttpResponseMessage> Ask(string query, string viewer = Wang, string path = "/v2/findUsage")
    {
        using var client = await host.SignedInAs("tracker");
        client.DefaultRequestHeaders.Add("X-Road-UserId", viewer);
        return await client.GetAsync(new Uri($"{path}?{query}", UriKind.Relative), Token);
    }

    private async Task<JsonElement> Found(string query)
    {
        using var answer = await Ask(query);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<JsonElement[]> Usages(string query) => [.. (await Found(query)).GetProperty("usages").EnumerateArray()];

    private async Task<JsonElement[]> OwnList()
    {
        using var client = await host.SignedInAs("citizen");
        using var answer = await client.GetAsync("/api/v1/my/accesses?limit=200", Token);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }

    private async Task Look(Guid id, string person)
    {
        using var client = await host.SignedInAs(person);
        using var _ = await client.GetAsync($"/api/v1/cases/{id}", Token);
    }

    private async Task<Guid> Delegate(string purpose)
    {
        using var client = await host.SignedInAs("citizen");
        using var answer = await client.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = Li[2..] },
            purposes = new[] { purpose },
            until = TimeProvider.System.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }
}
