using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

public sealed class Erasing_a_person(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task leaves_the_history_and_makes_the_data_unreadable_which_is_said()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await host.WithdrawnCase(citizen);
        var erasure = await host.Erase(citizen);

        foreach (var reader in (HttpClient[])[citizen, await host.SignedInAs("auditor")])
        {
            using var answer = await reader.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), Token);
            var read = await answer.EnsureSuccessStatusCode().JsonAsync();
            read.GetProperty("erased").GetBoolean().ShouldBeTrue();
            read.TryGetProperty("applicantName", out _).ShouldBeFalse();
            read.TryGetProperty("form", out _).ShouldBeFalse();
            read.GetProperty("case").GetProperty("status").GetString().ShouldBe("closed");
        }
        (await KeysOf(erasure)).ShouldBe(0);
        (await host.FaultsAsync()).ShouldBeEmpty();
        using var list = await citizen.GetAsync(new Uri("/api/v1/erasures", UriKind.Relative), Token);
        var mine = (await list.JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        mine.GetProperty("status").GetString().ShouldBe("erased");
        mine.TryGetProperty("subject", out _).ShouldBeFalse();
        // Who looked at the data remains theirs to see.
        using var looks = await citizen.GetAsync(new Uri("/api/v1/my/accesses", UriKind.Relative), Token);
        (await looks.JsonAsync()).GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task takes_nothing_from_those_they_applied_with()
    {
        var (one, other) = (ErasureJourneys.NewCitizen(), ErasureJourneys.NewCitizen());
        using var applicant = host.SignedInWith(one);
        using var beside = host.SignedInWith(other);
        var body = JointJourneys.Application(others: new { name = other["party_name"], codeType = "111", code = other["party_code"] });
        using var submitted = await applicant.WriteAsync("/api/v1/cases", body);
        var @case = (await submitted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        (await beside.WriteAsync($"/api/v1/cases/{@case}/consent", version: 1)).EnsureSuccessStatusCode();
        using (var early = await beside.WriteAsync("/api/v1/erasures", new { }))
            await early.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-case-live");
        (await applicant.WriteAsync($"/api/v1/cases/{@case}/withdrawal", version: 2)).EnsureSuccessStatusCode();
        using var caseworker = await host.SignedInAs("caseworker");
        (await caseworker.WriteAsync($"/api/v1/cases/{@case}/closing", version: 3)).EnsureSuccessStatusCode();

        await host.Erase(beside);
        var read = await Read(applicant, @case);
        read.GetProperty("form").GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");
        read.TryGetProperty("erased", out _).ShouldBeFalse();
        read.GetProperty("coApplicants")[0].GetProperty("erased").GetBoolean().ShouldBeTrue();
        read.GetProperty("coApplicants")[0].TryGetProperty("name", out _).ShouldBeFalse();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task lets_them_come_back_under_a_further_key_while_the_old_stays_erased()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        var old = await host.WithdrawnCase(citizen);
        await host.Erase(citizen);
        var @new = await host.WithdrawnCase(citizen);
        (await Read(citizen, @new)).GetProperty("phone").GetString().ShouldBe("13800000000");
        (await Read(citizen, old)).GetProperty("erased").GetBoolean().ShouldBeTrue();
        (await host.RowAsync("select data -> 'application' ->> 'key' from mt_events where stream_id = $1 and version = 1", @new))[0].ShouldBe("2");

        // And goes again.
        await host.Erase(citizen);
        (await Read(citizen, @new)).GetProperty("erased").GetBoolean().ShouldBeTrue();
        (await Read(citizen, old)).GetProperty("erased").GetBoolean().ShouldBeTrue();
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task is_not_what_a_missing_key_looks_like()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await citizen.SubmittedCase();
        await host.ExecuteAsync($"delete from subject_key k using mt_doc_casecard c where c.id = '{@case}' and k.subject = c.data ->> 'subject'");
        using var answer = await citizen.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), Token);
        await answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "personal-key-missing");
    }

    [Fact]
    public async Task is_refused_with_its_clause_while_a_case_is_open_a_licence_in_force_or_files_are_to_be_kept()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var citizen = host.SignedInWith(claims);
        await citizen.SubmittedCase();
        using var live = await citizen.WriteAsync("/api/v1/erasures", new { });
        (await live.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-case-live")).GetProperty("title").GetString()!.ShouldContain("《行政许可法》第三十四条");

        await host.MintedLicence("citizen");
        using var holder = await host.SignedInAs("citizen");
        using var caseworker = await host.SignedInAs("caseworker");
        foreach (var open in await host.RowsAsync("select id from mt_doc_casecard where data ->> 'status' = 'LicenceIssued'"))
            (await caseworker.WriteAsync($"/api/v1/cases/{open}/closing", version: 4)).EnsureSuccessStatusCode();
        using var valid = await holder.WriteAsync("/api/v1/erasures", new { });
        (await valid.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-licence-live")).GetProperty("title").GetString()!.ShouldContain("《行政许可法》第六十一条");

        var refused = await SubmittedAndRefused();
        using var kept = await refused.WriteAsync("/api/v1/erasures", new { reason = "不再需要" });
        (await kept.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-in-archive")).GetProperty("title").GetString()!.ShouldContain("《档案法》第十三条");
    }

    [Fact]
    public async Task takes_two_officers_of_the_authority_neither_of_whom_asked()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var citizen = host.SignedInWith(claims);
        await host.WithdrawnCase(citizen);
        using var admin = await host.SignedInAs("admin");
        var before = await host.CountAsync("access_disclosed.v1");
        var id = await admin.RequestedErasure(new { reason = "保存期限已满", codeType = "111", code = claims["party_code"] });
        // What the officer learned by the code is recorded.
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        using (var again = await citizen.WriteAsync("/api/v1/erasures", new { }))
            await again.ShouldBeProblem(HttpStatusCode.Conflict, "erasure-pending");
        await (await host.Approve(id, "admin", version: 1)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-own-request");
        (await host.Approve(id, "admin2", version: 1)).EnsureSuccessStatusCode();
        await (await host.Approve(id, "admin2", version: 2)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-same-person");
        await (await host.Approve(id, "admin", version: 2)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-own-request");
        (await host.Approve(id, "caseworker", version: 2)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Approve(id, "admin3", version: 2)).EnsureSuccessStatusCode();
        await (await host.Approve(id, "admin3", version: 3)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-not-open");
    }

    [Fact]
    public async Task is_refused_where_something_came_in_since_the_first_approval()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        await host.WithdrawnCase(citizen);
        var id = await citizen.RequestedErasure();
        (await host.Approve(id, "admin", version: 1)).EnsureSuccessStatusCode();
        var late = await citizen.SubmittedCase();
        await (await host.Approve(id, "admin2", version: 2)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-case-live");
        (await Read(citizen, late)).GetProperty("phone").GetString().ShouldBe("13800000000");
    }

    [Fact]
    public async Task can_be_withdrawn_by_the_person_and_refused_by_an_officer()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        await host.WithdrawnCase(citizen);
        var first = await citizen.RequestedErasure();
        using var stranger = host.SignedInWith(ErasureJourneys.NewCitizen());
        (await stranger.WriteAsync($"/api/v1/erasures/{first}/withdrawal", version: 1)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await citizen.WriteAsync($"/api/v1/erasures/{first}/withdrawal", version: 1)).EnsureSuccessStatusCode();
        await (await host.Approve(first, "admin", version: 2)).ShouldBeProblem(HttpStatusCode.Conflict, "erasure-not-open");
        var second = await citizen.RequestedErasure();
        using var admin = await host.SignedInAs("admin");
        (await admin.WriteAsync($"/api/v1/erasures/{second}/refusal", new { reason = "另有未结争议" }, version: 1)).EnsureSuccessStatusCode();
    }

    private async Task<HttpClient> SubmittedAndRefused()
    {
        var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        var id = await citizen.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        (await caseworker.WriteAsync($"/api/v1/cases/{id}/refusal", new { reason = "不属本机关职权" }, version: 1)).EnsureSuccessStatusCode();
        (await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2)).EnsureSuccessStatusCode();
        return citizen;
    }

    private static async Task<System.Text.Json.JsonElement> Read(HttpClient reader, Guid @case)
    {
        using var answer = await reader.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), Token);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<long> KeysOf(Guid erasure) => (long)(await host.RowAsync(
        "select count(*) from subject_key k join mt_doc_erasurecard e on k.subject = e.data ->> 'subject' where e.id = $1", erasure))[0]!;
}
