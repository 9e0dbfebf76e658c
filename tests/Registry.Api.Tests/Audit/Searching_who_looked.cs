using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>Who looked at whom, for a reason; and whoever searches is seen to have searched.</summary>
public sealed class Searching_who_looked(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";
    private const string Code = "340104199001010017";
    private const string Reason = "接到王芳举报，核查某工作人员";

    private static readonly object Citizen = new { codeType = "111", code = Code };

    [Fact]
    public async Task is_recorded_first_with_everybody_on_the_page_and_shown_to_them()
    {
        var (one, two) = (await host.SubmittedCase(), await host.SubmittedCase("citizen2"));
        await Read("caseworker", one);
        await Read("caseworker", two);
        var found = await Search("auditor", new { reason = Reason, actor = "officer-commerce-1", limit = 200 });
        var looks = LooksIn(found);
        looks.ShouldContain(look => Resource(look) == $"case/{one}");
        looks.ShouldContain(look => Resource(look) == $"case/{two}");
        looks.ShouldAllBe(look => look.GetProperty("actor").GetString() == "officer-commerce-1");
        looks.Select(look => look.GetProperty("access").GetProperty("at").GetString()).ShouldBeInOrder(SortDirection.Descending);
        looks.Select(look => look.GetProperty("subject").GetString()).Distinct().Count().ShouldBe(2);

        var search = found.GetProperty("accessEvent").GetGuid();
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            var seen = (await AccessesOf(person)).Single(line => line.GetProperty("event").GetGuid() == search);
            seen.GetProperty("purpose").GetString().ShouldBe("audit");
            seen.GetProperty("role").GetString().ShouldBe("auditor");
            seen.GetProperty("resource").GetString().ShouldBe("accesses/search");
            seen.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["looks"]);
        }
    }

    [Fact]
    public async Task shows_and_keeps_nothing_of_a_person_in_clear()
    {
        await Read("caseworker", await host.SubmittedCase());
        var found = await Search("auditor", new { reason = Reason, subject = Citizen });
        LooksIn(found).ShouldNotBeEmpty();
        found.ToString().ShouldNotMatch($"王芳|{Code}|13800000000|举报");
        (await host.RowAsync("select count(*) from mt_events e where e::text like '%举报%' or e::text like $1", $"%{Code}%"))[0].ShouldBe(0L);
        (await host.RowAsync("select count(*) from idempotency i where i::text like '%举报%'"))[0].ShouldBe(0L);
    }

    [Fact]
    public async Task names_whoever_was_asked_for_even_if_nobody_looked()
    {
        var before = await host.CountAsync("access_searched.v1");
        var found = await Search("auditor", new { reason = Reason, subject = Citizen, actor = "nobody-at-all" });
        LooksIn(found).ShouldBeEmpty();
        found.TryGetProperty("next", out _).ShouldBeFalse();
        (await host.CountAsync("access_searched.v1")).ShouldBe(before + 1);
        (await AccessesOf("citizen")).ShouldContain(line => line.GetProperty("event").GetGuid() == found.GetProperty("accessEvent").GetGuid());
    }

    [Fact]
    public async Task narrows_by_person_agency_purpose_day_case_and_refusal()
    {
        var id = await host.SubmittedCase();
        await Read("caseworker", id);
        var (licence, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        (await verifier.GetAsync($"/api/v1/licences/{licence}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        using var stranger = await host.SignedInAs("caseworker2");
        (await stranger.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync("/api/v1/subjects/search", Citizen)).EnsureSuccessStatusCode();

        var all = LooksIn(await Search("auditor", new { reason = Reason, subject = Citizen, limit = 200 }));
        all.Select(look => look.GetProperty("subject").GetString()).Distinct().Count().ShouldBe(1);
        foreach (var (filter, keeps) in (IEnumerable<(object Filter, Func<JsonElement, bool> Keeps)>)
        [
            (new { reason = Reason, subject = Citizen, agency = Commerce }, look => Text(look, "agency") == Commerce),
            (new { reason = Reason, subject = Citizen, purpose = "case-handling" }, look => Text(look, "purpose") == "case-handling"),
            (new { reason = Reason, subject = Citizen, refused = true }, look => Text(look, "refused") is not null),
            (new { reason = Reason, subject = Citizen, refused = false }, look => Text(look, "refused") is null),
            (new { reason = Reason, subject = Citizen, withoutCase = true }, look => Text(look, "step") is "subjects/search" or "accesses/search"),
            (new { reason = Reason, subject = Citizen, withoutCase = false }, look => Text(look, "step")!.Split('/')[0] is "case" or "licence"),
        ])
        {
            var looks = LooksIn(await Search("auditor", filter));
            looks.ShouldNotBeEmpty(filter.ToString());
            looks.ShouldAllBe(look => keeps(look.GetProperty("access")), filter.ToString());
        }
        LooksIn(await Search("auditor", new { reason = Reason, subject = Citizen, to = "2020-01-01" })).ShouldBeEmpty();
        LooksIn(await Search("auditor", new { reason = Reason, subject = Citizen, from = "2020-01-01" })).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task goes_page_by_page_without_gap_or_repetition()
    {
        for (var i = 0; i < 5; i++)
            await Read("caseworker", await host.SubmittedCase());
        var whole = LooksIn(await Search("auditor", new { reason = Reason, actor = "officer-commerce-1", limit = 200 }));
        var pages = new List<JsonElement>();
        string? before = null;
        do
        {
            var page = await Search("auditor", new { reason = Reason, actor = "officer-commerce-1", limit = 2, before });
            LooksIn(page).Length.ShouldBeLessThanOrEqualTo(2);
            pages.AddRange(LooksIn(page));
            before = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (before is not null);
        pages.Select(EventOf).ShouldBe(whole.Select(EventOf));
    }

    [Fact]
    public async Task is_a_data_protection_officers_within_the_own_agency_only()
    {
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        (await verifier.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var own = await Search("dpo", new { reason = Reason, limit = 200 });
        LooksIn(own).ShouldNotBeEmpty();
        LooksIn(own).ShouldAllBe(look => Text(look.GetProperty("access"), "agency") == Commerce);
        (await AccessesOf("citizen")).Single(line => line.GetProperty("event").GetGuid() == own.GetProperty("accessEvent").GetGuid())
            .GetProperty("purpose").GetString().ShouldBe("compliance-audit");

        using var dpo = await host.SignedInAs("dpo");
        using var foreign = await dpo.WriteAsync(
            "/api/v1/audit/accesses/search", new { reason = Reason, agency = "11340100MB1AC00901", subject = Citizen });
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesOf("citizen"))[0].GetProperty("refused").GetString().ShouldBe("access-not-granted");
        using var unduly = host.SignedInWith(TokenForge.Officer(Commerce, "340100", "dpo"));
        using var suspended = await unduly.WriteAsync("/api/v1/audit/accesses/search", new { reason = Reason, subject = Citizen });
        await suspended.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesOf("citizen"))[0].GetProperty("refused").GetString().ShouldBe("access-duty-not-held");
    }

    [Fact]
    public async Task can_be_searched_itself_and_its_reason_read_on_the_record()
    {
        var search = (await Search("auditor", new { reason = Reason, subject = Citizen, withoutCase = true })).GetProperty("accessEvent").GetGuid();
        LooksIn(await Search("auditor", new { reason = "复核", actor = "auditor-1", limit = 200 })).Select(EventOf).ShouldContain(search);

        var before = await host.CountAsync("access_disclosed.v1");
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.GetAsync($"/api/v1/audit/searches/{search}", TestContext.Current.CancellationToken);
        var read = await answer.EnsureSuccessStatusCode().JsonAsync();
        read.GetProperty("actor").GetString().ShouldBe("auditor-1");
        read.GetProperty("enquiry").GetProperty("reason").GetString().ShouldBe(Reason);
        read.GetProperty("enquiry").GetProperty("withoutCase").GetBoolean().ShouldBeTrue();
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);

        // An auditor's is no agency's; an agency's officer's is the agency's.
        using var dpo = await host.SignedInAs("dpo");
        using var refused = await dpo.GetAsync($"/api/v1/audit/searches/{search}", TestContext.Current.CancellationToken);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        var own = (await Search("dpo", new { reason = Reason })).GetProperty("accessEvent").GetGuid();
        (await dpo.GetAsync($"/api/v1/audit/searches/{own}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await auditor.GetAsync($"/api/v1/audit/searches/{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        await other.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("""{"actor":"a"}""", "field-missing", "reason")]
    [InlineData("""{"reason":" "}""", "reason-malformed", "reason")]
    [InlineData("""{"reason":"x","actor":"王"}""", "field-malformed", "actor")]
    [InlineData("""{"reason":"x","agency":"11340100MB1AC012X8"}""", "uscc-check", "agency")]
    [InlineData("""{"reason":"x","subject":{"codeType":"111","code":"340104199001010018"}}""", "field-malformed", "subject.code")]
    [InlineData("""{"reason":"x","subject":{"codeType":"111"}}""", "field-missing", "subject.code")]
    [InlineData("""{"reason":"x","purpose":"X Y"}""", "field-malformed", "purpose")]
    [InlineData("""{"reason":"x","from":"2026-02-30"}""", "field-malformed", "from")]
    [InlineData("""{"reason":"x","to":"yesterday"}""", "field-malformed", "to")]
    [InlineData("""{"reason":"x","before":"x"}""", "field-malformed", "before")]
    [InlineData("""{"reason":"x","limit":0}""", "field-malformed", "limit")]
    [InlineData("""{"reason":"x","limit":201}""", "field-malformed", "limit")]
    [InlineData("""{"reason":"x","name":"王芳"}""", "field-unknown", "name")]
    public async Task asked_wrongly_is_refused_by_field_and_records_nothing(string body, string code, string field)
    {
        var before = await host.FootprintAsync();
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.WriteAsync("/api/v1/audit/accesses/search", JsonDocument.Parse(body).RootElement);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, code, field);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("citizen")]
    [InlineData("caseworker")]
    [InlineData("supervisor")]
    [InlineData("admin")]
    public async Task is_for_those_who_audit(string person)
    {
        using var client = await host.SignedInAs(person);
        using var search = await client.WriteAsync("/api/v1/audit/accesses/search", new { reason = Reason });
        await search.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        using var read = await client.GetAsync($"/api/v1/audit/searches/{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    private async Task Read(string person, Guid @case)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync($"/api/v1/cases/{@case}", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> Search(string person, object body)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/audit/accesses/search", body);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<JsonElement[]> AccessesOf(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync("/api/v1/my/accesses?limit=200", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }

    private static JsonElement[] LooksIn(JsonElement found) => [.. found.GetProperty("looks").EnumerateArray()];

    private static Guid EventOf(JsonElement look) => look.GetProperty("access").GetProperty("event").GetGuid();

    private static string? Resource(JsonElement look) => Text(look.GetProperty("access"), "resource");

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
}
