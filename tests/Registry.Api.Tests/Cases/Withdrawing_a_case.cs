using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

public sealed class Withdrawing_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_its_applicant_s_right_until_the_decision(bool accepted)
    {
        var id = await host.SubmittedCase();
        if (accepted)
            await AcceptAsync(id);
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: accepted ? 2 : 1);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var list = await citizen.GetAsync("/api/v1/cases?status=withdrawn", TestContext.Current.CancellationToken);
        (await list.JsonAsync()).EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ShouldContain(id);
    }

    [Fact]
    public async Task is_nobody_else_s()
    {
        var id = await host.SubmittedCase();
        var before = await host.FootprintAsync();
        using var neighbour = await host.SignedInAs("citizen2");
        using var answer = await neighbour.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var officer = await host.SignedInAs("caseworker");
        using var refused = await officer.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        await refused.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task comes_too_late_after_the_decision()
    {
        var id = await host.ApprovedCase();
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 3);
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, "case-already-decided");
    }

    private async Task AcceptAsync(Guid id)
    {
        using var caseworker = await host.SignedInAs("caseworker");
        using var answer = await caseworker.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        answer.EnsureSuccessStatusCode();
    }
}
