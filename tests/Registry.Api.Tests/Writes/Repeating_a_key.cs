using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Writes;

/// <summary>Invariant I10: the same Idempotency-Key gives the same answer once.</summary>
public sealed class Repeating_a_key(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Replayed = "Idempotency-Replayed";

    [Fact]
    public async Task gives_the_same_answer_and_appends_nothing()
    {
        using var citizen = await host.SignedInAs("citizen");
        var key = NewKey();
        using var first = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
        var after = await host.FootprintAsync();
        using var second = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await BytesOf(second)).ShouldBe(await BytesOf(first));
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        first.Headers.Contains(Replayed).ShouldBeFalse();
        second.Headers.GetValues(Replayed).ShouldBe(["true"]);
        (await host.FootprintAsync()).ShouldBe(after);
    }

    [Fact]
    public async Task gives_the_same_refusal_even_when_the_state_has_moved_on()
    {
        var id = await host.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        var key = NewKey();
        using var early = await caseworker.WriteAsync($"/api/v1/cases/{id}/approval", version: 1, key: key);
        await early.ShouldBeProblem(HttpStatusCode.Conflict, "case-not-under-review");
        using var accepted = await caseworker.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        accepted.EnsureSuccessStatusCode();
        using var again = await caseworker.WriteAsync($"/api/v1/cases/{id}/approval", version: 1, key: key);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "case-not-under-review");
        again.Headers.Contains(Replayed).ShouldBeTrue();
    }

    [Fact]
    public async Task with_another_body_is_refused()
    {
        using var citizen = await host.SignedInAs("citizen");
        var key = NewKey();
        using var first = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
        var after = await host.FootprintAsync();
        using var other = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(tradeName: "别家"), key: key);
        await other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key");
        (await host.FootprintAsync()).ShouldBe(after);
    }

    [Fact]
    public async Task with_another_version_or_path_is_refused()
    {
        var (one, two) = (await host.SubmittedCase(), await host.SubmittedCase());
        using var caseworker = await host.SignedInAs("caseworker");
        var key = NewKey();
        using var first = await caseworker.WriteAsync($"/api/v1/cases/{one}/acceptance", version: 1, key: key);
        first.EnsureSuccessStatusCode();
        using var version = await caseworker.WriteAsync($"/api/v1/cases/{one}/acceptance", version: 2, key: key);
        await version.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key");
        using var path = await caseworker.WriteAsync($"/api/v1/cases/{two}/acceptance", version: 1, key: key);
        await path.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused", "Idempotency-Key");
    }

    [Fact]
    public async Task by_somebody_else_is_a_request_of_its_own()
    {
        using var citizen = await host.SignedInAs("citizen");
        using var other = await host.SignedInAs("citizen2");
        var key = NewKey();
        using var mine = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
        using var theirs = await other.WriteAsync("/api/v1/cases", Journeys.Application(), key: key);
        theirs.StatusCode.ShouldBe(HttpStatusCode.Created);
        theirs.Headers.Contains(Replayed).ShouldBeFalse();
        (await BytesOf(theirs)).ShouldNotBe(await BytesOf(mine));
    }

    [Fact]
    public async Task twenty_times_at_once_opens_one_case()
    {
        using var citizen = await host.SignedInAs("citizen");
        var before = await host.FootprintAsync();
        await ShouldAgree(key => citizen.WriteAsync("/api/v1/cases", Journeys.Application(), key: key), HttpStatusCode.Created);
        (await host.FootprintAsync()).ShouldBe(before with
        {
            Events = before.Events + 1,
            Leaves = before.Leaves + 1,
            Answers = before.Answers + 1,
        });
    }

    [Fact]
    public async Task twenty_times_at_once_takes_one_step()
    {
        var id = await host.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        var before = await host.FootprintAsync();
        await ShouldAgree(
            key => caseworker.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1, key: key), HttpStatusCode.OK);
        (await host.FootprintAsync()).Events.ShouldBe(before.Events + 1);
    }

    [Fact]
    public async Task twenty_times_at_once_mints_one_licence()
    {
        var @case = await host.ApprovedCase();
        using var issuer = await host.SignedInAs("issuer");
        var before = await host.CountAsync("licence_minted.v2");
        await ShouldAgree(
            key => issuer.WriteAsync("/api/v1/licences", new { @case }, version: 3, key: key), HttpStatusCode.Created);
        (await host.CountAsync("licence_minted.v2")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task with_two_bodies_at_once_keeps_one_of_them()
    {
        using var citizen = await host.SignedInAs("citizen");
        var key = NewKey();
        var before = await host.FootprintAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            citizen.WriteAsync("/api/v1/cases", Journeys.Application(tradeName: $"第{i}家"), key: key)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity).ShouldBe(9);
        (await host.FootprintAsync()).Events.ShouldBe(before.Events + 1);
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static Task<byte[]> BytesOf(HttpResponseMessage answer) =>
        answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static async Task ShouldAgree(Func<string, Task<HttpResponseMessage>> send, HttpStatusCode status)
    {
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => send(key)));
        var bodies = await Task.WhenAll(answers.Select(answer =>
            answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        answers.Select(answer => answer.StatusCode).Distinct().ShouldBe([status], bodies[0]);
        bodies.Distinct().Count().ShouldBe(1);
        answers.Select(answer => answer.Headers.ETag).Distinct().Count().ShouldBe(1);
    }
}
