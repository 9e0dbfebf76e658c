using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Delegations;

/// <summary>Wang Fang (citizen) lets Li Qiang (citizen2) act for her.</summary>
public sealed class Acting_for_another(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string LiQiang = "340111198506150022";

    [Fact]
    public async Task shows_the_delegate_what_is_named_and_the_person_that_they_looked()
    {
        var id = await host.SubmittedCase();
        var delegation = await Grant("readCases");
        using var answer = await Read("citizen2", $"/api/v1/cases/{id}", delegation);
        var seen = await answer.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("applicantName").GetString().ShouldBe("王芳");
        seen.GetProperty("applicantCode").GetString().ShouldBe("340104********0017");

        var entry = (await Accesses()).Single(e => e.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid());
        entry.GetProperty("purpose").GetString().ShouldBe("holder-delegation");
        entry.GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
        (await host.RowAsync("select headers->>'actor' from mt_events where id = $1", seen.GetProperty("accessEvent").GetGuid()))[0]
            .ShouldBe("person-li-qiang");
    }

    [Theory]
    [InlineData("/api/v1/cases", "readCases", "cases")]
    [InlineData("/api/v1/licences", "readLicences", "licences")]
    [InlineData("/api/v1/my/accesses", "readAccesses", "accesses")]
    public async Task lists_what_is_the_person_s_and_tells_them(string path, string purpose, string resource)
    {
        var (licence, _) = await host.MintedLicence();
        var delegation = await Grant(purpose);
        using var answer = await Read("citizen2", path, delegation);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain(resource switch { "cases" => "licenceIssued", "licences" => licence.ToString(), _ => "licence-minting" });
        var entry = (await Accesses()).First(e => e.GetProperty("resource").GetString() == resource);
        entry.GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
        entry.GetProperty("fields")[0].GetString().ShouldBe("list");
    }

    [Theory]
    [InlineData("/api/v1/cases", "readLicences", "cases")]
    [InlineData("/api/v1/licences", "readCases", "licences")]
    [InlineData("/api/v1/my/accesses", "readCases", "accesses")]
    public async Task shows_nothing_that_is_not_named(string path, string purpose, string resource)
    {
        var delegation = await Grant(purpose);
        using var answer = await Read("citizen2", path, delegation);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        var entry = (await Accesses()).First(e => e.GetProperty("resource").GetString() == resource);
        entry.GetProperty("refused").GetString().ShouldBe("access-delegation-not-valid");
    }

    [Fact]
    public async Task ends_at_once_when_it_is_revoked()
    {
        var id = await host.SubmittedCase();
        var delegation = await Grant("readCases");
        using (var before = await Read("citizen2", $"/api/v1/cases/{id}", delegation))
            before.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var person = await host.SignedInAs("citizen");
        using var revoked = await person.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var after = await Read("citizen2", $"/api/v1/cases/{id}", delegation);
        await after.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await Accesses()).First(e => e.GetProperty("resource").GetString() == $"case/{id}").GetProperty("refused").GetString()
            .ShouldBe("access-delegation-not-valid");
        using var again = await person.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "delegation-already-revoked");
    }

    [Fact]
    public async Task can_be_given_back_by_the_delegate_and_by_nobody_else()
    {
        var delegation = await Grant("readCases");
        using var company = await host.SignedInAs("company");
        using var foreign = await company.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1);
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var neighbour = await host.SignedInAs("citizen2");
        using var given = await neighbour.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task needs_the_delegation_to_be_one_s_own_and_named()
    {
        var id = await host.SubmittedCase();
        var delegation = await Grant("readCases");
        using var unnamed = await Read("citizen2", $"/api/v1/cases/{id}", null);
        await unnamed.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var stolen = await Read("company", $"/api/v1/cases/{id}", delegation);
        await stolen.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var absent = await Read("citizen2", $"/api/v1/cases/{id}", Guid.NewGuid());
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var list = await Read("company", "/api/v1/cases", delegation);
        await list.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var nowhere = await Read("company", "/api/v1/cases", Guid.NewGuid());
        await nowhere.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task shows_nobody_s_but_the_principal_s()
    {
        var own = await host.SubmittedCase("citizen2");
        var delegation = await Grant("readCases");
        using var answer = await Read("citizen2", $"/api/v1/cases/{own}", delegation);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_not_done_under_what_is_no_id()
    {
        using var client = await host.SignedInAs("citizen2");
        client.DefaultRequestHeaders.Add("Delegation", "mine");
        using var answer = await client.GetAsync("/api/v1/cases", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "delegation-malformed", "Delegation");
    }

    [Fact]
    public async Task submits_a_case_in_the_person_s_name_by_the_delegate_s_hand()
    {
        var delegation = await Grant("submitCases");
        using var client = await host.SignedInAs("citizen2");
        client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await answer.JsonAsync()).GetProperty("id").GetGuid();

        (await host.RowAsync(
            "select (headers->>'actor') || ' ' || (headers->>'purpose') || ' ' || (headers->>'step') from mt_events where stream_id = $1", id))[0]
            .ShouldBe($"person-li-qiang holder-delegation delegation/{delegation}");
        using var own = await Read("citizen", $"/api/v1/cases/{id}", null);
        var seen = await own.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("applicantName").GetString().ShouldBe("王芳");
        seen.GetProperty("applicantCode").GetString().ShouldBe("340104199001010017");
        // Submitting is not reading.
        using var read = await Read("citizen2", $"/api/v1/cases/{id}", delegation);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await Accesses()).ShouldContain(e => e.GetProperty("resource").GetString() == $"delegation/{delegation}");
    }

    [Fact]
    public async Task submits_nothing_under_a_delegation_for_something_else()
    {
        var delegation = await Grant("readCases");
        using var client = await host.SignedInAs("citizen2");
        client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        var before = await host.CountAsync("case_submitted.v1");
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.CountAsync("case_submitted.v1")).ShouldBe(before);
    }

    [Fact]
    public async Task is_what_a_legal_representative_does_for_an_organisation()
    {
        using var company = await host.SignedInAs("company");
        using var granted = await company.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = LiQiang }, until = Until(30), kind = "legalRepresentative",
        });
        var delegation = (await granted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var client = await host.SignedInAs("citizen2");
        client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        using var answer = await client.WriteAsync("/api/v1/cases", Journeys.Application());
        var id = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var read = await client.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("applicantName").GetString().ShouldBe("合肥徽味餐饮有限公司");

        using var person = await host.SignedInAs("citizen");
        using var refused = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = LiQiang }, until = Until(30), kind = "legalRepresentative",
        });
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "delegation-not-an-organisation");
    }

    [Fact]
    public async Task makes_the_same_words_another_request_under_a_key_that_was_used_for_oneself()
    {
        var (key, application) = (Guid.NewGuid().ToString(), Journeys.Application());
        using var client = await host.SignedInAs("citizen2");
        using var own = await client.WriteAsync("/api/v1/cases", application, key: key);
        own.StatusCode.ShouldBe(HttpStatusCode.Created);
        client.DefaultRequestHeaders.Add("Delegation", (await Grant("submitCases")).ToString());
        using var other = await client.WriteAsync("/api/v1/cases", application, key: key);
        await other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key");
    }

    [Fact]
    public async Task is_listed_by_who_gave_it_and_who_has_it_and_keeps_no_code()
    {
        var delegation = await Grant("readCases");
        foreach (var (person, given) in (IEnumerable<(string, bool)>)[("citizen", true), ("citizen2", false)])
        {
            using var client = await host.SignedInAs(person);
            using var answer = await client.GetAsync("/api/v1/my/delegations", TestContext.Current.CancellationToken);
            var entry = (await answer.JsonAsync()).EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == delegation);
            entry.GetProperty("given").GetBoolean().ShouldBe(given);
            entry.GetProperty("isOpen").GetBoolean().ShouldBeTrue();
        }
        using var company = await host.SignedInAs("company");
        using var other = await company.GetAsync("/api/v1/my/delegations", TestContext.Current.CancellationToken);
        (await other.JsonAsync()).EnumerateArray().ShouldNotContain(e => e.GetProperty("id").GetGuid() == delegation);
        foreach (var table in (string[])["mt_events", "mt_doc_delegationcard", "idempotency", "log_entry"])
            (await host.RowAsync($"select count(*) from {table} t where t::text ~ '{LiQiang}|王芳|340104199001010017'"))[0].ShouldBe(0L, table);
    }

    [Theory]
    [InlineData("111", "340111198506150023", 10, "delegate.code", "field-malformed")]
    [InlineData("001", "91350100M000100Y44", 10, "delegate.code", "field-malformed")]
    [InlineData("414", "", 10, "delegate.code", "field-malformed")]
    [InlineData("000", "1", 10, "delegate.codeType", "holder-code-type-unknown")]
    [InlineData("111", LiQiang, -1, null, "delegation-until-past")]
    [InlineData("111", LiQiang, 2000, null, "delegation-too-long")]
    [InlineData("111", "340104199001010017", 10, null, "delegation-to-oneself")]
    public async Task is_granted_to_a_sound_code_for_a_while(string codeType, string code, int days, string? field, string problem)
    {
        using var person = await host.SignedInAs("citizen");
        using var answer = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType, code }, purposes = new[] { "readCases" }, until = Until(days),
        });
        await answer.ShouldBeProblem(field is null ? HttpStatusCode.Conflict : HttpStatusCode.BadRequest, problem, field);
    }

    private static string Until(int days) =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Guid> Grant(params string[] purposes)
    {
        using var person = await host.SignedInAs("citizen");
        using var answer = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = LiQiang }, purposes, until = Until(10),
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    private async Task<HttpResponseMessage> Read(string person, string path, Guid? delegation)
    {
        using var client = await host.SignedInAs(person);
        if (delegation is not null)
            client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement[]> Accesses()
    {
        using var answer = await Read("citizen", "/api/v1/my/accesses", null);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
