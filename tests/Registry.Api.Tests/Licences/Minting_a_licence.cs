using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Minting_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task turns_an_approved_case_into_a_licence_that_anybody_verifies()
    {
        var (_, identifier) = await host.MintedLicence();
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync($"/api/v1/verify/{identifier}", TestContext.Current.CancellationToken);
        var verdict = await answer.JsonAsync();
        verdict.GetProperty("verdict").GetString().ShouldBe("valid");
        verdict.GetProperty("identifier").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task happens_once_per_case_whatever_the_key()
    {
        var @case = await host.ApprovedCase();
        using var issuer = await host.SignedInAs("issuer");
        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            issuer.WriteAsync("/api/v1/licences", new { @case }, version: 3)));
        attempts.Select(answer => answer.StatusCode).Order().ShouldBe(
            [HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.PreconditionFailed, 7)]);
    }

    [Fact]
    public async Task is_not_the_issuing_officer_s_step_before_the_case_is_approved()
    {
        var @case = await host.SubmittedCase();
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync("/api/v1/licences", new { @case }, version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }
}
