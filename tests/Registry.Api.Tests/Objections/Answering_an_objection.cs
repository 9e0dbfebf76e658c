using System.Net;
using Registry.Api.Tests.Erasures;
using Registry.Testing;

namespace Registry.Api.Tests.Objections;

public sealed class Answering_an_objection(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task is_the_business_of_the_agency_s_data_protection_officers_who_hold_the_duty_now()
    {
        var id = await Raised();
        using var dpo = await host.SignedInAs("dpo");
        using var untaken = await dpo.Answer(id, version: 1);
        await untaken.ShouldBeProblem(HttpStatusCode.Conflict, "objection-not-taken");

        using var foreign = await host.DataProtectionOfficer("officer-health-9", ObjectionJourneys.Health);
        using var unduly = host.SignedInWith(TokenForge.Officer(ObjectionJourneys.Commerce, "340100", "dpo"));
        using var administrator = await host.SignedInAs("admin");
        foreach (var outsider in (HttpClient[])[foreign, unduly, administrator])
        {
            (await outsider.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
            using var read = await outsider.Read($"objections/{id}");
            await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
            using var taken = await outsider.Take(id);
            await taken.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        using var caseworker = await host.SignedInAs("caseworker");
        using var own = await caseworker.Read("objections");
        await own.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task is_nothing_for_the_officer_who_looked()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var first = await person.ObjectedTo(await host.LookedAt(await person.SubmittedCase()));
        using var dpo = await host.SignedInAs("dpo");
        using var read = await dpo.Read($"objections/{first}");
        var look = (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();

        // The officer answers for others; an objection to their own look they neither see, take nor answer.
        var id = await person.ObjectedTo(look);
        (await dpo.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
        using var hidden = await dpo.Read($"objections/{id}");
        await hidden.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var refused = await dpo.Take(id);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await person.List("my/accesses?limit=200")).First(one => one.GetProperty("resource").GetString() == $"objection/{id}")
            .GetProperty("refused").GetString().ShouldBe("objection-officer-concerned");

        // The only one of the agency: it goes up, until the agency has another.
        using var administrator = await host.SignedInAs("admin");
        (await administrator.List("objections")).ShouldContain(one => one.GetProperty("id").GetGuid() == id);
        (await administrator.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == first);
        using var colleague = await host.DataProtectionOfficer("officer-commerce-9");
        (await administrator.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
        (await colleague.List("objections")).ShouldContain(one => one.GetProperty("id").GetGuid() == id);
        (await colleague.Take(id)).EnsureSuccessStatusCode();
        (await colleague.Answer(id)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task is_the_authority_s_where_who_looked_belongs_to_no_agency()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var id = await person.ObjectedTo(await host.LookedAt(await person.SubmittedCase(), "auditor"));
        using var dpo = await host.SignedInAs("dpo");
        (await dpo.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
        using var administrator = await host.SignedInAs("admin");
        (await administrator.List("objections")).ShouldContain(one => one.GetProperty("id").GetGuid() == id);
        (await administrator.Read($"objections/{id}")).EnsureSuccessStatusCode();
        (await administrator.Take(id)).EnsureSuccessStatusCode();
        (await administrator.Answer(id, "cannotTell")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task goes_up_to_the_authority_while_the_agency_has_no_data_protection_officer()
    {
        const string urban = "11340100MB1AC00901";
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        using var stranger = host.SignedInWith(TokenForge.Officer(urban, "340100"));
        using (var attempt = await stranger.Read($"cases/{@case}"))
            attempt.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var id = await person.ObjectedTo((await person.List("my/accesses"))[0].GetProperty("event").GetGuid());

        using var dpo = await host.SignedInAs("dpo");
        (await dpo.List("objections")).ShouldNotContain(one => one.GetProperty("id").GetGuid() == id);
        using var administrator = await host.SignedInAs("admin");
        (await administrator.List("objections")).Single(one => one.GetProperty("id").GetGuid() == id)
            .GetProperty("agency").GetString().ShouldBe(urban);
        using (var read = await administrator.Read($"objections/{id}"))
            (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("reason").GetString().ShouldBe(ObjectionJourneys.Why);
        (await administrator.Take(id)).EnsureSuccessStatusCode();

        // From the day the agency has one it is theirs again, whoever has taken it up.
        using var own = await host.DataProtectionOfficer("officer-urban-9", urban);
        using (var late = await administrator.Answer(id))
            await late.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await own.Take(id, version: 2)).EnsureSuccessStatusCode();
        (await own.Answer(id, version: 3)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task is_due_on_a_day_that_the_event_names()
    {
        var (late, next) = (await Raised(), await Raised());
        var (due, calendar) = ((string)(await Event(next, "dueBy"))!, (string)(await Event(next, "calendar"))!);
        calendar.ShouldStartWith("CN-");
        await host.ExecuteAsync($"update mt_doc_objectioncard set data = jsonb_set(data, '{{dueBy}}', '\"2026-01-05\"') where id = '{late}'");

        using var dpo = await host.SignedInAs("dpo");
        var list = await dpo.List("objections");
        list[0].GetProperty("id").GetGuid().ShouldBe(late);
        list[0].GetProperty("overdue").GetBoolean().ShouldBeTrue();
        list.Select(one => one.GetProperty("dueBy").GetString()).ShouldBeInOrder();
        var other = list.Single(one => one.GetProperty("id").GetGuid() == next);
        other.GetProperty("overdue").GetBoolean().ShouldBeFalse();
        other.GetProperty("dueBy").GetString().ShouldBe(due);
    }

    private async Task<object?> Event(Guid objection, string member) =>
        (await host.RowAsync("select data ->> $2 from mt_events where stream_id = $1 and version = 1", objection, member))[0];

    private async Task<Guid> Raised()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        return await person.ObjectedTo(await host.LookedAt(await person.SubmittedCase()));
    }
}
