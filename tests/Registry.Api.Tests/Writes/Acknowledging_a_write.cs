using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Writes;

/// <summary>
/// Invariant I1: a success reply is sent only after the event, its place in the log's inbox and its answer are committed,
/// in one transaction. Each test has a schema of its own, because it breaks it.
/// </summary>
public sealed class Acknowledging_a_write
{
    [Theory]
    [InlineData("mt_events")]
    [InlineData("log_inbox")]
    [InlineData("idempotency")]
    [InlineData("mt_doc_casecard")]
    public async Task does_not_happen_when_one_part_of_it_cannot_be_kept(string table)
    {
        using var host = new RegistryHost();
        using var citizen = await host.SignedInAs("citizen");
        var before = await host.FootprintAsync();
        await host.ExecuteAsync(Failing($"create trigger broken before insert on {table} for each row execute function broken()"));

        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());

        ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        (await answer.ProblemAsync()).ShouldNotBeNull();
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task does_not_happen_when_the_commit_itself_fails()
    {
        using var host = new RegistryHost();
        using var citizen = await host.SignedInAs("citizen");
        var before = await host.FootprintAsync();
        await host.ExecuteAsync(Failing(
            "create constraint trigger broken after insert on mt_events deferrable initially deferred "
            + "for each row execute function broken()"));

        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());

        ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task waits_for_the_commit()
    {
        using var host = new RegistryHost();
        using var citizen = await host.SignedInAs("citizen");
        await using var freeze = await Freeze.OfAsync(host, "log_inbox");

        var pending = citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        await freeze.HasStoppedSomebodyAsync();
        await freeze.HoldsBackAsync(pending);
        (await host.CountAsync("case_submitted.v1")).ShouldBe(0);

        await freeze.DisposeAsync();
        using var answer = await pending;
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await host.CountAsync("case_submitted.v1")).ShouldBe(1);
    }

    [Fact]
    public async Task means_that_the_event_gets_its_place_in_the_log()
    {
        using var host = new RegistryHost();
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        var @event = (await answer.JsonAsync()).GetProperty("events")[0].GetProperty("id").GetGuid();

        await Eventually.HoldsAsync("the event is sequenced", async () =>
        {
            using var state = await citizen.GetAsync($"/log/340100/event/{@event}", TestContext.Current.CancellationToken);
            return (await state.JsonAsync()).GetProperty("state").GetString() is "sequenced" or "published";
        });
        (await host.RowAsync("select count(*) from log_entry where event_id = $1", @event))[0].ShouldBe(1L);
    }

    private static string Failing(string trigger) =>
        "create function broken() returns trigger language plpgsql as "
        + "$$ begin raise exception 'broken on purpose' using errcode = 'XX000'; end $$; " + trigger;
}
