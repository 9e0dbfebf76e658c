using System.Net;
using Registry.Api.Tests.Erasures;
using Registry.Testing;

namespace Registry.Api.Tests.Objections;

public sealed class Objecting_to_an_access(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task becomes_a_case_that_the_person_can_follow_to_its_answer()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var access = await host.LookedAt(await person.SubmittedCase());
        var id = await person.ObjectedTo(access);
        var line = (await person.List("my/accesses")).Single(one => one.GetProperty("event").GetGuid() == access);
        line.GetProperty("objection").GetProperty("id").GetGuid().ShouldBe(id);
        line.GetProperty("objection").GetProperty("status").GetString().ShouldBe("raised");
        (await person.List("my/accesses/export")).Single(one => one.GetProperty("event").GetGuid() == access)
            .GetProperty("objection").GetProperty("id").GetGuid().ShouldBe(id);

        using var dpo = await host.SignedInAs("dpo");
        var entry = (await dpo.List("objections")).Single(one => one.GetProperty("id").GetGuid() == id);
        entry.GetProperty("officer").GetString().ShouldBe("officer-commerce-1");
        using var read = await dpo.Read($"objections/{id}");
        var seen = await read.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("reason").GetString().ShouldBe(ObjectionJourneys.Why);
        seen.GetProperty("access").GetProperty("event").GetGuid().ShouldBe(access);
        seen.GetProperty("access").GetProperty("purpose").GetString().ShouldBe("case-handling");
        (await dpo.Take(id)).EnsureSuccessStatusCode();
        using var unlawful = await dpo.Answer(id, "unlawful");
        await unlawful.ShouldBeProblem(HttpStatusCode.Conflict, "objection-measure-missing");
        (await dpo.Answer(id, "unlawful", "dutyEnded")).EnsureSuccessStatusCode();

        var own = (await person.List("my/objections")).ShouldHaveSingleItem();
        own.GetProperty("finding").GetString().ShouldBe("unlawful");
        own.GetProperty("measure").GetString().ShouldBe("dutyEnded");
        own.GetProperty("overdue").GetBoolean().ShouldBeFalse();
        using var answer = await person.Read($"my/objections/{id}");
        var told = await answer.EnsureSuccessStatusCode().JsonAsync();
        told.GetProperty("reason").GetString().ShouldBe(ObjectionJourneys.Why);
        told.GetProperty("explanation").GetString().ShouldBe("系受理您的申请所需");

        var lines = await person.List("my/accesses");
        lines.Single(one => one.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid())
            .GetProperty("purpose").GetString().ShouldBe("objection-handling");
        lines.Single(one => one.GetProperty("event").GetGuid() == access)
            .GetProperty("objection").GetProperty("status").GetString().ShouldBe("answered");
        (await host.RowAsync("select count(*) from mt_events t where t::text like '%不认识%' or t::text like '%系受理%'"))[0].ShouldBe(0L);
    }

    [Fact]
    public async Task is_for_whose_data_was_looked_at()
    {
        var @case = await host.SubmittedCase("citizen2");
        var access = await host.LookedAt(@case);
        using var stranger = await host.SignedInAs("citizen");
        foreach (var wrong in (Guid[])[access, @case, Guid.NewGuid()])
        {
            using var answer = await stranger.Object(wrong);
            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        using var holder = await host.SignedInAs("citizen2");
        using var without = await holder.WriteAsync("/api/v1/my/objections", new { access, reason = " " });
        await without.ShouldBeProblem(HttpStatusCode.BadRequest, "reason-malformed", "reason");
        using var malformed = await holder.WriteAsync("/api/v1/my/objections", new { access = "7", reason = "甲" });
        await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "access");

        var id = await holder.ObjectedTo(access);
        using var foreign = await stranger.Read($"my/objections/{id}");
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var meddling = await stranger.WriteAsync($"/api/v1/my/objections/{id}/withdrawal", version: 1);
        await meddling.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await stranger.List("my/objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
    }

    [Fact]
    public async Task happens_once_at_a_time()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var access = await host.LookedAt(await person.SubmittedCase());
        var id = await person.ObjectedTo(access);
        using var second = await person.Object(access);
        await second.ShouldBeProblem(HttpStatusCode.Conflict, "objection-already-open");
        (await person.WriteAsync($"/api/v1/my/objections/{id}/withdrawal", version: 1)).EnsureSuccessStatusCode();
        using var dpo = await host.SignedInAs("dpo");
        using var late = await dpo.Take(id, version: 2);
        await late.ShouldBeProblem(HttpStatusCode.Conflict, "objection-not-open");

        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.Object(access)));
        again.Count(answer => answer.StatusCode is HttpStatusCode.Created).ShouldBe(1);
        again.Count(answer => answer.StatusCode is HttpStatusCode.Conflict).ShouldBe(3);
        (await person.List("my/objections")).Length.ShouldBe(2);
        var line = (await person.List("my/accesses")).Single(one => one.GetProperty("event").GetGuid() == access);
        line.GetProperty("objection").GetProperty("status").GetString().ShouldBe("raised");
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task happens_five_times_for_one_access_and_no_more()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        var access = await host.LookedAt(@case);
        for (var time = 0; time < 5; time++)
        {
            var id = await person.ObjectedTo(access);
            (await person.WriteAsync($"/api/v1/my/objections/{id}/withdrawal", version: 1)).EnsureSuccessStatusCode();
        }
        using var more = await person.Object(access);
        await more.ShouldBeProblem(HttpStatusCode.Conflict, "objections-too-many");
        await person.ObjectedTo(await host.LookedAt(@case));
    }

    [Fact]
    public async Task is_done_by_a_delegate_who_may()
    {
        var principal = ErasureJourneys.NewCitizen();
        using var person = host.SignedInWith(principal);
        var access = await host.LookedAt(await person.SubmittedCase());
        using var may = await Delegate("objectToAccesses");
        using var mayNot = await Delegate("readAccesses");
        using var refused = await mayNot.Object(access);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        var id = await may.ObjectedTo(access);
        (await may.List("my/objections")).ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(id);
        using var read = await may.Read($"my/objections/{id}");
        (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("reason").GetString().ShouldBe(ObjectionJourneys.Why);
        (await person.List("my/accesses")).ShouldContain(one =>
            one.GetProperty("resource").GetString() == $"objection/{id}" && one.GetProperty("purpose").GetString() == "holder-delegation");

        async Task<HttpClient> Delegate(string purpose)
        {
            using var given = await person.WriteAsync("/api/v1/my/delegations", new
            {
                @delegate = new { codeType = "111", code = "340111198506150022" }, purposes = new[] { purpose }, until = "2027-01-31",
            });
            var client = await host.SignedInAs("citizen2");
            client.DefaultRequestHeaders.Add(
                "Delegation", (await given.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetString());
            return client;
        }
    }

    [Fact]
    public async Task is_answered_although_nobody_is_left_to_be_told()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        var access = await host.LookedAt(@case);
        (await person.WriteAsync($"/api/v1/cases/{@case}/withdrawal", version: 1)).EnsureSuccessStatusCode();
        using var caseworker = await host.SignedInAs("caseworker");
        (await caseworker.WriteAsync($"/api/v1/cases/{@case}/closing", version: 2)).EnsureSuccessStatusCode();
        var id = await person.ObjectedTo(access);
        await host.Erase(person);
        var keys = (await host.RowAsync("select count(*) from subject_key"))[0];

        using var dpo = await host.SignedInAs("dpo");
        using var read = await dpo.Read($"objections/{id}");
        (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("erased").GetBoolean().ShouldBeTrue();
        (await dpo.Take(id)).EnsureSuccessStatusCode();
        (await dpo.Answer(id)).EnsureSuccessStatusCode();
        (await host.RowAsync("select count(*) from subject_key"))[0].ShouldBe(keys);
        (await host.FaultsAsync()).ShouldBeEmpty();
    }
}
