using System.Net;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>Who may look covertly, how long, and under whose eyes.</summary>
public sealed class Inquiring_covertly(CovertHost host) : IClassFixture<CovertHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task shows_that_person_s_cases_and_licences_to_the_officer_who_asked()
    {
        var inquiry = await host.Authorised();
        using (var answer = await host.Read(inquiry, $"/api/v1/cases/{host.Case}"))
            (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("phone").GetString().ShouldBe("13800000000");
        using (var answer = await host.Read(inquiry, $"/api/v1/licences/{host.Licence}"))
            (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("holderCode").GetString().ShouldBe(Wang);

        using var client = await host.SignedInAs("investigator");
        client.DefaultRequestHeaders.Add("Covert", inquiry.ToString());
        using var search = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = Wang });
        var found = await search.EnsureSuccessStatusCode().JsonAsync();
        found.GetProperty("cases").EnumerateArray().Select(id => id.GetGuid()).ShouldContain(host.Case);
        found.GetProperty("licences").EnumerateArray().Select(id => id.GetGuid()).ShouldContain(host.Licence);
        using var other = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = "340111198506150022" });
        await other.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var list = await client.GetAsync("/api/v1/cases", Token);
        (await list.JsonAsync()).GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("/api/v1/cases/{case}")]
    [InlineData("/api/v1/licences/{licence}")]
    public async Task shows_nothing_without_an_inquiry_or_under_what_is_no_id(string path)
    {
        path = path.Replace("{case}", $"{host.Case}", StringComparison.Ordinal).Replace("{licence}", $"{host.Licence}", StringComparison.Ordinal);
        using var client = await host.SignedInAs("investigator");
        using (var answer = await client.GetAsync(path, Token))
            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        client.DefaultRequestHeaders.Add("Covert", "warrant");
        using (var answer = await client.GetAsync(path, Token))
            await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "covert-malformed", "Covert");
    }

    [Fact]
    public async Task takes_a_second_person_of_the_agency()
    {
        var inquiry = await host.Asked();
        using (var caseworker = await host.Change("investigator2", inquiry, "authorisation", 1))
            await caseworker.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        using (var foreign = await host.Change("supervisor", inquiry, "authorisation", 1))
            await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        // The same person under another role is still the same person.
        await host.ChargeAsync("officer-police-1", Police, "340100", "supervision");
        using (var self = host.SignedInWith(Officer(Police, "supervisor", "officer-police-1")))
        using (var own = await self.WriteAsync($"/api/v1/covert-inquiries/{inquiry}/authorisation", version: 1))
            await own.ShouldBeProblem(HttpStatusCode.Conflict, "covert-own-request");
        await host.DischargeAsync("officer-police-1", Police, "340100", "supervision");

        (await host.Change("policesupervisor", inquiry, "authorisation", 1)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await host.Change("policesupervisor", inquiry, "authorisation", 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "covert-already-authorised");
    }

    [Fact]
    public async Task is_not_asked_for_without_end_about_one_person()
    {
        const string li = "340111198506150022";
        using var client = await host.SignedInAs("investigator");
        Guid last = default;
        for (var i = 0; i < 100; i++)
        {
            using var asked = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(9), li));
            last = (await asked.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        }
        using (var answer = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(9), li)))
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "covert-too-many");
        using (var other = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(9))))
            other.StatusCode.ShouldBe(HttpStatusCode.Created, "about somebody else");
        // What is released does not count.
        (await host.Change("investigator", last, "ending", 1)).EnsureSuccessStatusCode();
        using (var again = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(9), li)))
            again.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task is_for_authorities_that_the_directory_says_may()
    {
        const string commerce = "11340100MB1AC012X9";
        using (var unduly = host.SignedInWith(Officer(Police, "investigator", "officer-forged")))
        using (var answer = await unduly.WriteAsync("/api/v1/covert-inquiries", Request(In(9))))
            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await host.ChargeAsync("officer-commerce-9", commerce, "340100", "investigation");
        using (var merchant = host.SignedInWith(Officer(commerce, "investigator", "officer-commerce-9")))
        using (var answer = await merchant.WriteAsync("/api/v1/covert-inquiries", Request(In(9))))
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "covert-not-empowered");
        foreach (var person in (string[])["caseworker", "policesupervisor", "citizen", "auditor", "admin"])
        {
            using var client = await host.SignedInAs(person);
            using var answer = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(9)));
            await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        }
    }

    [Fact]
    public async Task is_released_within_three_months_and_put_off_three_times_at_most_by_two_people()
    {
        using var client = await host.SignedInAs("investigator");
        var latest = In(0).AddMonths(3);
        using (var answer = await client.WriteAsync("/api/v1/covert-inquiries", Request(latest.AddDays(1))))
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "covert-release-too-late");
        using (var answer = await client.WriteAsync("/api/v1/covert-inquiries", Request(In(0))))
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "covert-release-too-early");

        var inquiry = await host.Authorised(days: 10);
        var look = await host.Look(inquiry);
        var (version, day) = (2, In(10));
        for (var i = 0; i < 3; i++)
        {
            using (var tooLong = await host.Change("investigator", inquiry, "extension-request", version, new { reason = "未结", releaseOn = day.AddMonths(3).AddDays(1) }))
                await tooLong.ShouldBeProblem(HttpStatusCode.Conflict, "covert-release-too-late");
            var later = day.AddDays(20);
            (await host.Change("investigator2", inquiry, "extension-request", version++, new { reason = "未结", releaseOn = later })).EnsureSuccessStatusCode();
            (await host.Line(look)).GetProperty("releaseOn").GetString().ShouldBe(Text(day), "asking moves nothing");
            (await host.Change("policesupervisor", inquiry, "extension", version++)).EnsureSuccessStatusCode();
            var line = await host.Line(look);
            line.GetProperty("releaseOn").GetString().ShouldBe(Text(later));
            line.GetProperty("former").EnumerateArray().Last().GetString().ShouldBe(Text(day), "the old day stays visible");
            day = later;
        }
        using (var fourth = await host.Change("investigator", inquiry, "extension-request", version, new { reason = "未结", releaseOn = day.AddDays(1) }))
            await fourth.ShouldBeProblem(HttpStatusCode.Conflict, "covert-extended-often-enough");
        using (var unasked = await host.Change("policesupervisor", inquiry, "extension", version))
            await unasked.ShouldBeProblem(HttpStatusCode.Conflict, "covert-extension-not-asked");
        using (host.Clock.Ahead(70))
            (await host.Line(look)).GetProperty("agency").GetString().ShouldBe(Police);
    }

    [Fact]
    public async Task cannot_be_sealed_again_once_it_is_released()
    {
        var inquiry = await host.Authorised(days: 5);
        using (host.Clock.Ahead(5))
        {
            using (var extension = await host.Change("investigator", inquiry, "extension-request", 2, new { reason = "未结", releaseOn = In(20) }))
                await extension.ShouldBeProblem(HttpStatusCode.Conflict, "covert-already-released");
            using (var ending = await host.Change("policesupervisor", inquiry, "ending", 2))
                await ending.ShouldBeProblem(HttpStatusCode.Conflict, "covert-already-released");
        }
    }

    [Theory]
    [InlineData("code", "340104199001010018", "code", "field-malformed")]
    [InlineData("warrant", "", "warrant", "field-malformed")]
    [InlineData("reason", " ", "reason", "reason-malformed")]
    public async Task names_the_field_at_fault(string name, string value, string field, string code)
    {
        using var client = await host.SignedInAs("investigator");
        var body = JsonSerializer.SerializeToNode(Request(In(9)))!;
        body[name] = value;
        using var answer = await client.WriteAsync("/api/v1/covert-inquiries", body);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task is_listed_for_auditors_and_the_own_agency_and_names_nobody()
    {
        var inquiry = await host.Authorised();
        foreach (var person in (string[])["auditor", "investigator2", "policesupervisor"])
        {
            using var answer = await host.GetAsync(person, "/api/v1/covert-inquiries");
            var entry = (await answer.JsonAsync()).EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == inquiry);
            Names(entry).ShouldBe(["id", "agency", "class", "officer", "authorisedBy", "releaseOn", "former", "version"]);
            entry.GetProperty("officer").GetString().ShouldBe("officer-police-1");
            entry.GetProperty("authorisedBy").GetString().ShouldBe("officer-police-3");
        }
        using var others = await host.GetAsync("supervisor", "/api/v1/covert-inquiries");
        (await others.JsonAsync()).GetArrayLength().ShouldBe(0);
        using var citizen = await host.GetAsync("citizen", "/api/v1/covert-inquiries");
        await citizen.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task is_open_to_auditors_from_the_first_day()
    {
        var look = await host.Look(await host.Authorised());
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.WriteAsync("/api/v1/audit/accesses/search", new { reason = "例行审计", purpose = "covert-inquiry" });
        var access = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("looks").EnumerateArray()
            .Select(line => line.GetProperty("access")).Single(line => EventOf(line) == look);
        access.GetProperty("agency").GetString().ShouldBe(Police);
        access.GetProperty("resource").GetString().ShouldBe($"case/{host.Case}");
    }

    private static Dictionary<string, object> Officer(string agency, string role, string name)
    {
        var claims = TokenForge.Officer(agency, "340100", role);
        claims["sub"] = name;
        return claims;
    }
}
