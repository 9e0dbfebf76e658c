using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Erasures;

public sealed class Reading_a_request(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Why = "我已不在合肥经营";

    [Fact]
    public async Task shows_an_approver_what_they_approve_and_the_person_that_they_looked()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var id = await Requested(person);
        using var administrator = await host.SignedInAs("admin");
        var seen = await Read(administrator, id);
        seen.GetProperty("reason").GetString().ShouldBe(Why);
        using var own = await person.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        var line = (await own.JsonAsync()).EnumerateArray().Single(one =>
            one.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid());
        line.GetProperty("purpose").GetString().ShouldBe("erasure");
        line.GetProperty("step").GetString().ShouldBe($"erasure/{id}/Requested");

        (await host.Approve(id, "admin", version: 1)).EnsureSuccessStatusCode();
        using var second = await host.SignedInAs("admin2");
        (await Read(second, id)).GetProperty("reason").GetString().ShouldBe(Why);
        (await host.Approve(id, "admin2", version: 2)).EnsureSuccessStatusCode();
        using var over = await second.GetAsync($"/api/v1/erasures/{id}", TestContext.Current.CancellationToken);
        await over.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        var gone = await Read(person, id);
        gone.TryGetProperty("reason", out _).ShouldBeFalse();
        gone.GetProperty("erased").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task tells_the_person_why_it_was_refused_and_nobody_else()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var id = await Requested(person);
        using var administrator = await host.SignedInAs("admin");
        (await administrator.WriteAsync($"/api/v1/erasures/{id}/refusal", new { reason = "另案审查中" }, version: 1))
            .EnsureSuccessStatusCode();
        var told = await Read(person, id);
        told.GetProperty("reason").GetString().ShouldBe(Why);
        told.GetProperty("refusal").GetString().ShouldBe("另案审查中");
        using var stranger = host.SignedInWith(ErasureJourneys.NewCitizen());
        using var foreign = await stranger.GetAsync($"/api/v1/erasures/{id}", TestContext.Current.CancellationToken);
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var absent = await person.GetAsync($"/api/v1/erasures/{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    private async Task<Guid> Requested(HttpClient person)
    {
        await host.WithdrawnCase(person);
        return await person.RequestedErasure(new { reason = Why });
    }

    private static async Task<JsonElement> Read(HttpClient client, Guid erasure)
    {
        using var answer = await client.GetAsync($"/api/v1/erasures/{erasure}", TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}
