using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

public sealed class Handling_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task goes_from_application_to_closing()
    {
        var id = await host.SubmittedCase();
        await Step("caseworker", id, "acceptance", 1);
        await Step("caseworker", id, "approval", 2);
        using (var issuer = await host.SignedInAs("issuer"))
        using (var minted = await issuer.WriteAsync("/api/v1/licences", new { @case = id }, version: 3))
            minted.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Step("caseworker", id, "closing", 4);

        var @case = await CaseOf(id);
        @case.GetProperty("status").GetString().ShouldBe("closed");
        @case.GetProperty("closing").GetString().ShouldBe("licenceIssued");
        @case.GetProperty("licence").GetString().ShouldStartWith("1.2.156.3005.2.");
        @case.GetProperty("version").GetInt64().ShouldBe(5);
    }

    [Fact]
    public async Task promises_the_two_deadlines_on_acceptance()
    {
        var id = await host.SubmittedCase();
        await Step("caseworker", id, "acceptance", 1);
        var @case = await CaseOf(id);
        var (promised, legal) = (@case.GetProperty("promisedBy").GetString(), @case.GetProperty("legalBy").GetString());
        string.CompareOrdinal(promised, @case.GetProperty("submittedOn").GetString()).ShouldBePositive();
        string.CompareOrdinal(legal, promised).ShouldBePositive();
        @case.GetProperty("calendar").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("refusal", 1, "returned")]
    [InlineData("rejection", 2, "returned")]
    public async Task ends_with_a_reason_that_its_applicant_reads(string ending, long version, string closing)
    {
        var id = await host.SubmittedCase();
        if (version == 2)
            await Step("caseworker", id, "acceptance", 1);
        await Step("caseworker", id, ending, version, new { reason = "材料与事实不符" });
        using var citizen = await host.SignedInAs("citizen");
        using var read = await citizen.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        (await read.JsonAsync()).GetProperty("reason").GetString().ShouldBe("材料与事实不符");
        await Step("caseworker", id, "closing", version + 1);
        (await CaseOf(id)).GetProperty("closing").GetString().ShouldBe(closing);
    }

    [Theory]
    [InlineData("", "approval", "case-not-under-review")]
    [InlineData("", "rejection", "case-not-under-review")]
    [InlineData("", "closing", "case-not-decided")]
    [InlineData("acceptance", "acceptance", "case-not-awaiting-acceptance")]
    [InlineData("acceptance", "refusal", "case-not-awaiting-acceptance")]
    [InlineData("acceptance", "closing", "case-not-decided")]
    [InlineData("acceptance approval", "rejection", "case-not-under-review")]
    [InlineData("acceptance approval", "closing", "case-licence-outstanding")]
    [InlineData("acceptance rejection", "approval", "case-not-under-review")]
    [InlineData("refusal", "acceptance", "case-not-awaiting-acceptance")]
    [InlineData("refusal closing", "closing", "case-already-closed")]
    public async Task takes_no_step_out_of_turn(string past, string step, string code)
    {
        var id = await host.SubmittedCase();
        long version = 1;
        foreach (var taken in past.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            await Step("caseworker", id, taken, version++, ReasonFor(taken));
        using var caseworker = await host.SignedInAs("caseworker");
        var before = await host.FootprintAsync();
        using var answer = await caseworker.WriteAsync($"/api/v1/cases/{id}/{step}", ReasonFor(step), version);
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, code);
        // The refusal is kept under its key; of history nothing is.
        (await host.FootprintAsync()).ShouldBe(before with { Answers = before.Answers + 1 });
    }

    [Fact]
    public async Task moves_once_however_many_officers_decide_at_the_same_time()
    {
        var id = await host.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? caseworker.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1)
            : caseworker.WriteAsync($"/api/v1/cases/{id}/refusal", new { reason = "理由" }, version: 1)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(9);
        (await CaseOf(id)).GetProperty("version").GetInt64().ShouldBe(2);
    }

    private static object? ReasonFor(string step) => step is "refusal" or "rejection" ? new { reason = "理由" } : null;

    private async Task Step(string person, Guid id, string step, long version, object? body = null)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync($"/api/v1/cases/{id}/{step}", body, version);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, step);
        answer.Headers.ETag!.Tag.ShouldBe($"\"{version + 1}\"");
    }

    private async Task<System.Text.Json.JsonElement> CaseOf(Guid id)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("case");
    }
}
