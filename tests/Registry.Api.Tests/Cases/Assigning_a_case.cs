using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

/// <summary>A case is the officer's who accepted it, until a colleague takes it over or the supervisor gives it away.</summary>
public sealed class Assigning_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Colleague = "officer-commerce-3";

    private static readonly object Reason = new { reason = "同事休假" };

    [Fact]
    public async Task comes_with_its_acceptance_and_keeps_colleagues_out()
    {
        var id = await AcceptedCase();
        (await Read("caseworker", id)).ShouldBe(HttpStatusCode.OK);
        (await Read("caseworker3", id)).ShouldBe(HttpStatusCode.NotFound);
        using var approval = await Write("caseworker3", $"/api/v1/cases/{id}/approval", null, 2);
        await approval.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await LastRefusal(id)).ShouldBe("access-not-assigned");
    }

    [Fact]
    public async Task is_nobody_s_until_then()
    {
        var id = await host.SubmittedCase();
        (await Read("caseworker", id)).ShouldBe(HttpStatusCode.OK);
        (await Read("caseworker3", id)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task passes_to_a_colleague_who_takes_it_over_and_says_why()
    {
        var id = await AcceptedCase();
        using var taken = await Write("caseworker3", $"/api/v1/cases/{id}/takeover", Reason, 2);
        (await taken.EnsureSuccessStatusCode().JsonAsync()).GetProperty("events")[0].GetProperty("type").GetString()
            .ShouldBe("case_assigned.v1");
        (await Read("caseworker3", id)).ShouldBe(HttpStatusCode.OK);
        (await Read("caseworker", id)).ShouldBe(HttpStatusCode.NotFound);
        using var approval = await Write("caseworker3", $"/api/v1/cases/{id}/approval", null, 3);
        approval.StatusCode.ShouldBe(HttpStatusCode.OK);
        // The reason is sealed like any free text.
        (await host.RowAsync("select count(*) from mt_events t where t::text like '%同事休假%'"))[0].ShouldBe(0L);
    }

    [Fact]
    public async Task passes_to_whom_the_supervisor_gives_it()
    {
        var id = await AcceptedCase();
        using var given = await Write("supervisor", $"/api/v1/cases/{id}/assignment", new { officer = Colleague, reason = "改派" }, 2);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Read("caseworker3", id)).ShouldBe(HttpStatusCode.OK);
        (await Read("caseworker", id)).ShouldBe(HttpStatusCode.NotFound);
        (await host.RowAsync(
            "select headers->>'actor' || ' ' || (headers->>'purpose') || ' ' || (data->>'officer') from mt_events where stream_id = $1 and version = 3", id))
            [0].ShouldBe($"officer-commerce-4 case-supervision {Colleague}");
    }

    [Fact]
    public async Task goes_only_to_one_who_handles_cases_there_now()
    {
        var id = await AcceptedCase();
        foreach (var other in (string[])["officer-health-1", "officer-commerce-2", "nobody"])
        {
            using var answer = await Write("supervisor", $"/api/v1/cases/{id}/assignment", new { officer = other, reason = "改派" }, 2);
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "case-assignee-without-duty");
        }
        using var same = await Write("supervisor", $"/api/v1/cases/{id}/assignment", new { officer = "officer-commerce-1", reason = "改派" }, 2);
        await same.ShouldBeProblem(HttpStatusCode.Conflict, "case-already-assigned");
    }

    [Fact]
    public async Task takes_a_reason_and_an_officer()
    {
        var id = await AcceptedCase();
        using var without = await Write("caseworker3", $"/api/v1/cases/{id}/takeover", new { reason = " " }, 2);
        await without.ShouldBeProblem(HttpStatusCode.BadRequest, "reason-malformed", "reason");
        using var nobody = await Write("supervisor", $"/api/v1/cases/{id}/assignment", new { officer = "王芳", reason = "改派" }, 2);
        await nobody.ShouldBeProblem(HttpStatusCode.BadRequest, "officer-malformed", "officer");
    }

    [Fact]
    public async Task is_not_for_another_agency_s_officers_nor_for_a_caseworker_to_do_to_others()
    {
        var id = await AcceptedCase();
        using var foreign = await Write("caseworker2", $"/api/v1/cases/{id}/takeover", Reason, 2);
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var given = await Write("caseworker", $"/api/v1/cases/{id}/assignment", new { officer = Colleague, reason = "改派" }, 2);
        await given.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        using var supervisor = host.SignedInWith(TokenForge.Officer("11340100MB1AC012X9", "340100", "supervisor"));
        using var undutied = await supervisor.WriteAsync(
            $"/api/v1/cases/{id}/assignment", new { officer = Colleague, reason = "改派" }, 2);
        await undutied.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task shows_officers_and_not_applicants_who_has_the_case()
    {
        var id = await AcceptedCase();
        using var officer = await host.SignedInAs("caseworker");
        using var seen = await officer.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        (await seen.JsonAsync()).GetProperty("case").GetProperty("officer").GetString().ShouldBe("officer-commerce-1");
        using var citizen = await host.SignedInAs("citizen");
        using var own = await citizen.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        (await own.JsonAsync()).GetProperty("case").TryGetProperty("officer", out _).ShouldBeFalse();
    }

    private async Task<Guid> AcceptedCase()
    {
        var id = await host.SubmittedCase();
        using var accepted = await Write("caseworker", $"/api/v1/cases/{id}/acceptance", null, 1);
        accepted.EnsureSuccessStatusCode();
        return id;
    }

    private async Task<HttpStatusCode> Read(string person, Guid id)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Write(string person, string path, object? body, long version)
    {
        using var client = await host.SignedInAs(person);
        return await client.WriteAsync(path, body, version);
    }

    private async Task<string?> LastRefusal(Guid id) => (string?)(await host.RowAsync(
        "select data->>'code' from mt_events where type = 'access_refused.v1' and data->>'resource' = $1 order by seq_id desc limit 1",
        $"case/{id}"))[0];
}
