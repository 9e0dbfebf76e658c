using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

public sealed class Seeing_who_looked(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task names_agency_purpose_and_basis()
    {
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        using var read = await verifier.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        var seen = await read.EnsureSuccessStatusCode().JsonAsync();

        var entry = (await AccessesOf("citizen")).Single(e => e.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid());
        entry.GetProperty("role").GetString().ShouldBe("verifier");
        entry.GetProperty("agency").GetString().ShouldBe("11340100MB1AC00901");
        entry.GetProperty("agencyName").GetString().ShouldBe("合肥市城市管理局");
        entry.GetProperty("purpose").GetString().ShouldBe("verification");
        entry.GetProperty("purposeText").GetString().ShouldNotBe("verification");
        entry.GetProperty("basis").GetString().ShouldBe("《国务院关于在线政务服务的若干规定》第十条");
        entry.GetProperty("resource").GetString().ShouldBe($"licence/{id}");
        entry.GetProperty("fields").EnumerateArray().Select(f => f.GetString()).ShouldBe(["holder.name"]);
        // What is said to have been shown is what was shown.
        seen.GetProperty("holderName").GetString().ShouldBe("王芳");
        seen.TryGetProperty("holderCode", out _).ShouldBeFalse();
        seen.TryGetProperty("fields", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task lists_refused_attempts_with_the_reason()
    {
        var id = await host.SubmittedCase();
        using var stranger = await host.SignedInAs("caseworker2");
        using var refused = await stranger.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        var entry = (await AccessesOf("citizen")).Single(e => e.GetProperty("resource").GetString() == $"case/{id}");
        entry.GetProperty("refused").GetString().ShouldBe("access-not-granted");
        entry.GetProperty("agency").GetString().ShouldBe("11340100MB1AC0103N");
        entry.GetProperty("fields").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task is_the_holder_s_own_business()
    {
        var id = await host.SubmittedCase("citizen2");
        using var caseworker = await host.SignedInAs("caseworker");
        using var read = await caseworker.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        read.EnsureSuccessStatusCode();
        (await AccessesOf("citizen2")).ShouldContain(e => e.GetProperty("resource").GetString() == $"case/{id}");
        (await AccessesOf("citizen")).ShouldNotContain(e => e.GetProperty("resource").GetString() == $"case/{id}");
        using var answer = await caseworker.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task ends_for_the_caseworker_when_the_case_is_closed()
    {
        var id = await host.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        using var refusal = await caseworker.WriteAsync($"/api/v1/cases/{id}/refusal", new { reason = "理由" }, version: 1);
        using var closed = await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2);
        closed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var read = await caseworker.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesOf("citizen")).First(e => e.GetProperty("resource").GetString() == $"case/{id}")
            .GetProperty("refused").GetString().ShouldBe("access-case-closed");
    }

    private async Task<JsonElement[]> AccessesOf(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
