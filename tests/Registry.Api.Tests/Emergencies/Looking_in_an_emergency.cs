using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Emergencies;

/// <summary>A case is caseworker's; caseworker3 needs it now. The supervisor or the data-protection officer lets them.</summary>
public sealed class Looking_in_an_emergency(LoudHost host) : IClassFixture<LoudHost>
{
    private static readonly object Reason = new { reason = "申请人住院，需立即联系家属" };

    [Theory]
    [InlineData("supervisor")]
    [InlineData("dpo")]
    public async Task takes_a_second_person_and_is_marked_in_each_access(string second)
    {
        var id = await host.ApprovedCase();
        var emergency = await Ask("caseworker3", id);
        (await Read("caseworker3", id, emergency)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Release(second, emergency)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await Read("caseworker3", id, emergency);
        var seen = await answer.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("phone").GetString().ShouldBe("13800000000");
        // Without naming it, the case stays the colleague's.
        (await Read("caseworker3", id, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Something quieter happens afterwards; the emergency is still what the holder reads first.
        (await Read("caseworker", id, null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var accesses = await Accesses();
        accesses[0].GetProperty("event").GetGuid().ShouldBe(seen.GetProperty("accessEvent").GetGuid());
        accesses[0].GetProperty("purpose").GetString().ShouldBe("break-glass");
        accesses[0].GetProperty("step").GetString().ShouldBe($"emergency/{emergency}");
        accesses.Count(entry => entry.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid()).ShouldBe(1);
        accesses.ShouldContain(entry =>
            entry.GetProperty("resource").GetString() == $"case/{id}" && entry.GetProperty("purpose").GetString() == "case-handling");
    }

    [Fact]
    public async Task is_loud_and_names_nobody()
    {
        var id = await host.ApprovedCase();
        var emergency = await Ask("caseworker3", id);
        (await Release("dpo", emergency)).EnsureSuccessStatusCode();
        (await Read("caseworker3", id, emergency)).EnsureSuccessStatusCode();
        host.Errors.ShouldContain(line => line.Contains("looks at a case in an emergency", StringComparison.Ordinal)
            && line.Contains(emergency.ToString(), StringComparison.Ordinal));
        host.Errors.ShouldContain(line => line.Contains("was asked to release", StringComparison.Ordinal)
            && line.Contains(emergency.ToString(), StringComparison.Ordinal));
        string.Concat(host.Errors).ShouldNotMatch("王芳|340104|13800000000|住院");
        (await host.RowAsync("select count(*) from mt_events t where t::text like '%住院%'"))[0].ShouldBe(0L);

        foreach (var person in (string[])["auditor", "supervisor", "dpo"])
        {
            using var client = await host.SignedInAs(person);
            using var list = await client.GetAsync("/api/v1/emergencies", TestContext.Current.CancellationToken);
            var entry = (await list.JsonAsync()).EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == emergency);
            entry.GetProperty("officer").GetString().ShouldBe("officer-commerce-3");
            entry.GetProperty("releasedBy").GetString().ShouldBe("officer-commerce-5");
        }
    }

    [Fact]
    public async Task is_over_after_a_quarter_of_an_hour_at_the_latest()
    {
        var emergency = await Ask("caseworker3", await host.ApprovedCase());
        var before = TimeProvider.System.GetUtcNow();
        (await Release("dpo", emergency)).EnsureSuccessStatusCode();
        var until = (await host.RowAsync(
            "select (data->>'until')::timestamptz from mt_events where stream_id = $1 and version = 2", emergency))[0];
        (new DateTimeOffset((DateTime)until!, TimeSpan.Zero) - before).TotalMinutes.ShouldBeInRange(14.9, 15.1);
        using var again = await Release("supervisor", emergency, version: 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "emergency-already-released");
    }

    [Theory]
    [InlineData("caseworker3")]
    [InlineData("supervisor")]
    [InlineData("dpo")]
    public async Task is_over_at_once_when_the_officer_or_who_releases_it_ends_it(string person)
    {
        var id = await host.ApprovedCase();
        var emergency = await Ask("caseworker3", id);
        (await Release("supervisor", emergency)).EnsureSuccessStatusCode();
        (await Read("caseworker3", id, emergency)).EnsureSuccessStatusCode();
        foreach (var outsider in (string[])["caseworker", "caseworker2"])
        {
            using var refused = await End(outsider, emergency, version: 2);
            await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }

        (await End(person, emergency, version: 2)).EnsureSuccessStatusCode();
        (await Read("caseworker3", id, emergency)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var again = await End(person, emergency, version: 3);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "emergency-over");
        using var client = await host.SignedInAs("auditor");
        using var list = await client.GetAsync("/api/v1/emergencies", TestContext.Current.CancellationToken);
        (await list.JsonAsync()).EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == emergency)
            .TryGetProperty("endedBy", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task is_not_released_once_it_was_given_up()
    {
        var emergency = await Ask("caseworker3", await host.ApprovedCase());
        (await End("caseworker3", emergency, version: 1)).EnsureSuccessStatusCode();
        using var late = await Release("supervisor", emergency, version: 2);
        await late.ShouldBeProblem(HttpStatusCode.Conflict, "emergency-over");
    }

    [Fact]
    public async Task is_no_use_to_another_officer_or_for_another_case()
    {
        var (id, other) = (await host.ApprovedCase(), await host.ApprovedCase());
        var emergency = await Ask("caseworker3", id);
        (await Release("supervisor", emergency)).EnsureSuccessStatusCode();
        (await Read("caseworker3", other, emergency)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Read("caseworker2", id, emergency)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Read("caseworker3", id, Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Accesses()).First(entry => entry.GetProperty("resource").GetString() == $"case/{other}")
            .GetProperty("refused").GetString().ShouldBe("access-emergency-not-open");
        // It lets them look, and do nothing.
        using var client = await Client("caseworker3", emergency);
        using var closing = await client.WriteAsync($"/api/v1/cases/{id}/closing", version: 3);
        await closing.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_asked_for_with_a_reason_within_the_agency()
    {
        var id = await host.ApprovedCase();
        using var officer = await host.SignedInAs("caseworker3");
        using var without = await officer.WriteAsync($"/api/v1/cases/{id}/emergency", new { reason = "" });
        await without.ShouldBeProblem(HttpStatusCode.BadRequest, "reason-malformed", "reason");
        using var foreign = await host.SignedInAs("caseworker2");
        using var refused = await foreign.WriteAsync($"/api/v1/cases/{id}/emergency", Reason);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var absent = await officer.WriteAsync($"/api/v1/cases/{Guid.NewGuid()}/emergency", Reason);
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var unduly = host.SignedInWith(TokenForge.Officer("11340100MB1AC012X9", "340100"));
        using var suspended = await unduly.WriteAsync($"/api/v1/cases/{id}/emergency", Reason);
        await suspended.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_released_by_a_second_person_of_the_agency_who_holds_that_duty_now()
    {
        var emergency = await Ask("caseworker3", await host.ApprovedCase());
        using var caseworker = await Release("caseworker", emergency);
        await caseworker.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        foreach (var claims in (Dictionary<string, object>[])
            [TokenForge.Officer("11340100MB1AC012X9", "340100", "supervisor"), TokenForge.Officer("11340100MB1AC0103N", "340100", "dpo")])
        {
            using var client = host.SignedInWith(claims);
            using var answer = await client.WriteAsync($"/api/v1/emergencies/{emergency}/release", version: 1);
            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        // The same person under another role is still the same person.
        await host.ChargeAsync("officer-commerce-3", "11340100MB1AC012X9", "340100", "supervision");
        var self = TokenForge.Officer("11340100MB1AC012X9", "340100", "supervisor");
        self["sub"] = "officer-commerce-3";
        using var oneself = host.SignedInWith(self);
        using var own = await oneself.WriteAsync($"/api/v1/emergencies/{emergency}/release", version: 1);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "emergency-own-request");
    }

    [Fact]
    public async Task is_reading_the_case_and_finds_and_unmasks_nothing()
    {
        var id = await host.ApprovedCase();
        var emergency = await Ask("caseworker3", id);
        (await Release("supervisor", emergency)).EnsureSuccessStatusCode();
        using var client = await Client("caseworker3", emergency);
        using var found = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = "340104199001010017" });
        (await found.EnsureSuccessStatusCode().JsonAsync()).GetProperty("cases").GetArrayLength().ShouldBe(0);
        using var field = await client.WriteAsync($"/api/v1/cases/{id}/unmasking", new { field = "phone" });
        await field.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_not_done_under_what_is_no_id()
    {
        using var client = await host.SignedInAs("caseworker3");
        client.DefaultRequestHeaders.Add("Emergency", "now");
        using var answer = await client.GetAsync($"/api/v1/cases/{await host.SubmittedCase()}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "emergency-malformed", "Emergency");
    }

    private async Task<Guid> Ask(string person, Guid @case)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync($"/api/v1/cases/{@case}/emergency", Reason);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    private async Task<HttpResponseMessage> Release(string person, Guid emergency, long version = 1)
    {
        using var client = await host.SignedInAs(person);
        return await client.WriteAsync($"/api/v1/emergencies/{emergency}/release", version: version);
    }

    private async Task<HttpResponseMessage> End(string person, Guid emergency, long version)
    {
        using var client = await host.SignedInAs(person);
        return await client.WriteAsync($"/api/v1/emergencies/{emergency}/ending", version: version);
    }

    private async Task<HttpClient> Client(string person, Guid? emergency)
    {
        var client = await host.SignedInAs(person);
        if (emergency is not null)
            client.DefaultRequestHeaders.Add("Emergency", emergency.ToString());
        return client;
    }

    private async Task<HttpResponseMessage> Read(string person, Guid @case, Guid? emergency)
    {
        using var client = await Client(person, emergency);
        return await client.GetAsync($"/api/v1/cases/{@case}", TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement[]> Accesses()
    {
        using var client = await host.SignedInAs("citizen");
        using var answer = await client.GetAsync("/api/v1/my/accesses?limit=200", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
