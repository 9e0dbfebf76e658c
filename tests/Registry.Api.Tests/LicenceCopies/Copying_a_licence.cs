using System.Net;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceCopies;

public sealed class Copying_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task for_a_recipient_and_a_purpose_is_listed_for_the_holder_and_read_on_record()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var issuer = await host.SignedInAs("issuer");
        var copy = await MadeAsync(issuer, licence);
        using var holder = await host.SignedInAs("citizen");
        using var list = await holder.GetAsync(Copies(licence), TestContext.Current.CancellationToken);
        var entry = (await list.JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        entry.GetProperty("id").GetGuid().ShouldBe(copy);
        entry.GetProperty("identifier").GetString().ShouldBe(identifier);
        entry.GetProperty("maker").GetString().ShouldBe("officer");
        entry.GetRawText().ShouldNotContain("房产局");

        var before = await host.CountAsync("access_disclosed.v1");
        using var read = await holder.GetAsync(Copy(copy), TestContext.Current.CancellationToken);
        var shown = await read.EnsureSuccessStatusCode().JsonAsync();
        shown.GetProperty("recipient").GetString().ShouldBe("合肥市房产局");
        shown.GetProperty("certificateCopyCause").GetString().ShouldBe("办理租赁备案");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task can_be_taken_back_by_the_holder_whoever_made_it()
    {
        var (licence, _) = await host.MintedLicence();
        using var issuer = await host.SignedInAs("issuer");
        var copy = await MadeAsync(issuer, licence);
        using var stranger = await host.SignedInAs("citizen2");
        using var foreign = await stranger.WriteAsync($"/api/v1/licence-copies/{copy}/revocation", version: 1);
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var holder = await host.SignedInAs("citizen");
        using var revoked = await holder.WriteAsync($"/api/v1/licence-copies/{copy}/revocation", version: 1);
        revoked.EnsureSuccessStatusCode();
        using var again = await issuer.WriteAsync($"/api/v1/licence-copies/{copy}/revocation", version: 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "copy-already-revoked");
        using var read = await issuer.GetAsync(Copy(copy), TestContext.Current.CancellationToken);
        (await read.JsonAsync()).TryGetProperty("revokedAt", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task of_somebody_else_is_as_absent_as_the_licence()
    {
        var (licence, _) = await host.MintedLicence();
        using var stranger = await host.SignedInAs("citizen2");
        using var made = await stranger.WriteAsync($"/api/v1/licences/{licence}/copies", Request());
        await made.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var list = await stranger.GetAsync(Copies(licence), TestContext.Current.CancellationToken);
        await list.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task that_is_not_valid_is_refused_and_so_is_a_copy_without_a_purpose()
    {
        var (licence, _) = await host.MintedLicence();
        using var holder = await host.SignedInAs("citizen");
        using var bare = await holder.WriteAsync(
            $"/api/v1/licences/{licence}/copies", new { recipient = "合肥市房产局", purpose = " ", until = In(days: 7) });
        await bare.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "purpose");
        using var endless = await holder.WriteAsync($"/api/v1/licences/{licence}/copies", Request(days: 400));
        await endless.ShouldBeProblem(HttpStatusCode.Conflict, "copy-until-too-late");
        await host.StepAsync(licence, "suspension", 1);
        using var suspended = await holder.WriteAsync($"/api/v1/licences/{licence}/copies", Request());
        await suspended.ShouldBeProblem(HttpStatusCode.Conflict, "copy-licence-not-valid");
    }

    private static async Task<Guid> MadeAsync(HttpClient maker, Guid licence)
    {
        using var answer = await maker.WriteAsync($"/api/v1/licences/{licence}/copies", Request());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    private static object Request(int days = 7) => new { recipient = "合肥市房产局", purpose = "办理租赁备案", until = In(days) };

    private static DateTimeOffset In(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    private static Uri Copies(Guid licence) => new($"/api/v1/licences/{licence}/copies", UriKind.Relative);

    private static Uri Copy(Guid copy) => new($"/api/v1/licence-copies/{copy}", UriKind.Relative);
}
