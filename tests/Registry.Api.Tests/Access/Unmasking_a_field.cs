using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

public sealed class Unmasking_a_field(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task is_needed_because_an_officer_s_screen_shows_codes_and_numbers_masked()
    {
        var id = await host.SubmittedCase();
        var seen = await Read("caseworker", id);
        seen.GetProperty("applicantCode").GetString().ShouldBe("340104********0017");
        seen.GetProperty("phone").GetString().ShouldBe("138****0000");
        seen.GetProperty("applicantName").GetString().ShouldBe("王芳");
        seen.GetProperty("masked").EnumerateArray().Select(f => f.GetString()).ShouldBe(["holder.code", "phone"]);
        seen.ToString().ShouldNotContain("19900101");
        (await EntryOf(seen.GetProperty("accessEvent").GetGuid())).GetProperty("fields").EnumerateArray()
            .Select(f => f.GetString()).ShouldBe(["holder.name", "holder.code:masked", "phone:masked", "form", "remarks"]);
    }

    [Fact]
    public async Task is_not_needed_by_the_applicant()
    {
        var seen = await Read("citizen", await host.SubmittedCase());
        seen.GetProperty("applicantCode").GetString().ShouldBe("340104199001010017");
        seen.GetProperty("phone").GetString().ShouldBe("13800000000");
        seen.GetProperty("masked").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("phone", "13800000000", "applicant-contact")]
    [InlineData("holder.code", "340104199001010017", "identity-check")]
    public async Task shows_that_field_and_tells_the_holder_why(string field, string value, string need)
    {
        var id = await host.SubmittedCase();
        using var answer = await Unmask("caseworker", id, field);
        var shown = await answer.EnsureSuccessStatusCode().JsonAsync();
        shown.GetProperty("value").GetString().ShouldBe(value);
        shown.GetProperty("need").GetString().ShouldBe(need);

        var entry = await EntryOf(shown.GetProperty("accessEvent").GetGuid());
        entry.GetProperty("fields").EnumerateArray().Select(f => f.GetString()).ShouldBe([field]);
        entry.GetProperty("need").GetString().ShouldBe(need);
        entry.GetProperty("needText").GetString().ShouldNotBe(need);
        entry.GetProperty("step").GetString().ShouldBe($"case/{id}/Submitted");
        entry.GetProperty("purpose").GetString().ShouldBe("case-handling");
    }

    [Fact]
    public async Task is_refused_where_the_step_does_not_need_it_and_the_holder_sees_that()
    {
        var id = await host.ApprovedCase();
        using var answer = await Unmask("caseworker", id, "holder.code");
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, "access-field-not-needed");
        (await AccessesTo(id)).First().GetProperty("refused").GetString().ShouldBe("access-field-not-needed");
    }

    [Fact]
    public async Task of_another_agency_s_case_looks_like_its_absence_and_is_recorded()
    {
        var id = await host.SubmittedCase();
        using var foreign = await Unmask("caseworker2", id, "phone");
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var absent = await Unmask("caseworker2", Guid.NewGuid(), "phone");
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesTo(id)).Single().GetProperty("refused").GetString().ShouldBe("access-not-granted");
    }

    [Theory]
    [InlineData("form")]
    [InlineData("holder.name")]
    [InlineData("")]
    public async Task is_for_masked_fields_only(string field)
    {
        using var answer = await Unmask("caseworker", await host.SubmittedCase(), field);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-not-maskable", "field");
    }

    [Theory]
    [InlineData("citizen")]
    [InlineData("auditor")]
    public async Task is_an_officer_s_business(string person)
    {
        using var answer = await Unmask(person, await host.SubmittedCase(), "phone");
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task is_recorded_each_time_and_its_answer_is_kept_nowhere()
    {
        var id = await host.SubmittedCase();
        var key = Guid.NewGuid().ToString();
        var (before, answers) = (await host.CountAsync("access_unmasked.v1"), (await host.FootprintAsync()).Answers);
        foreach (var _ in (int[])[1, 2])
        {
            using var answer = await Unmask("caseworker", id, "phone", key);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        (await host.CountAsync("access_unmasked.v1")).ShouldBe(before + 2);
        (await host.FootprintAsync()).Answers.ShouldBe(answers);
    }

    [Fact]
    public async Task shows_nothing_until_it_is_committed()
    {
        var id = await host.SubmittedCase();
        await using var freeze = await Freeze.OfAsync(host, "mt_events");
        var pending = Unmask("caseworker", id, "phone");
        await freeze.HasStoppedSomebodyAsync();
        await freeze.HoldsBackAsync(pending);
        await freeze.DisposeAsync();
        using var answer = await pending;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task is_no_use_to_a_licence_s_administrator_who_sees_the_code_masked()
    {
        var (id, _) = await host.MintedLicence();
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        var seen = await answer.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("holderCode").GetString().ShouldBe("340104********0017");
        // The licence itself carries the whole code: its holder reads it.
        using var holder = await host.SignedInAs("citizen");
        using var own = await holder.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        (await own.JsonAsync()).GetProperty("holderCode").GetString().ShouldBe("340104199001010017");
    }

    private async Task<HttpResponseMessage> Unmask(string person, Guid id, string field, string? key = null)
    {
        using var client = await host.SignedInAs(person);
        return await client.WriteAsync($"/api/v1/cases/{id}/unmasking", new { field }, key: key);
    }

    private async Task<JsonElement> Read(string person, Guid id)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<JsonElement> EntryOf(Guid access) =>
        (await Accesses()).Single(entry => entry.GetProperty("event").GetGuid() == access);

    private async Task<IEnumerable<JsonElement>> AccessesTo(Guid id) =>
        (await Accesses()).Where(entry => entry.GetProperty("resource").GetString() == $"case/{id}");

    private async Task<IEnumerable<JsonElement>> Accesses()
    {
        using var client = await host.SignedInAs("citizen");
        using var answer = await client.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
