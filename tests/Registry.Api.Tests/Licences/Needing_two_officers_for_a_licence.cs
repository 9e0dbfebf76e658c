using System.Net;
using Registry.Api.Tests.LicenceTypes;
using Registry.Api.Tests.Sharing;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Needing_two_officers_for_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task does_what_one_proposed_once_another_has_approved_it()
    {
        var (licence, identifier) = await TwoPersonsAsync(401, "revoke");
        await host.StepAsync(licence, "revocation", 1);
        (await host.WordOn(identifier)).ShouldBe("valid");
        using var own = await host.TryAsync(licence, "proposal/approval", 2);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-own-proposal");

        using var colleague = await ColleagueAsync();
        using var approved = await colleague.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        var receipt = await approved.EnsureSuccessStatusCode().JsonAsync();
        receipt.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString())
            .ShouldBe(["licence_operation_approved.v1", "licence_revoked.v1"]);
        (await host.WordOn(identifier)).ShouldBe("revoked");
    }

    [Fact]
    public async Task leaves_other_operations_to_one()
    {
        var (licence, identifier) = await TwoPersonsAsync(402, "revoke");
        await host.StepAsync(licence, "suspension", 1);
        (await host.WordOn(identifier)).ShouldBe("suspended");
    }

    [Fact]
    public async Task is_not_for_an_officer_of_another_agency()
    {
        var (licence, _) = await TwoPersonsAsync(403, "withdraw");
        await host.StepAsync(licence, "withdrawal", 1);
        await host.ChargeAsync("officer-health-9", "11340100MB1AC0103N", "340100", "licenceIssuing");
        using var stranger = host.SignedInWith(new(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer")) { ["sub"] = "officer-health-9" });
        using var answer = await stranger.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task shows_what_waits_to_nobody_of_another_agency_and_under_no_grant()
    {
        var kind = await PublishAsync(409, "change");
        var (licence, _) = await host.MintedLicence(item: kind.Item);
        await host.StepAsync(licence, "change", 1, new { fields = new { address = "蜀山区秘密路78号" } });
        var grant = await host.ApprovedGrant(SharingJourneys.Health, kind.Type, "tradeName");
        await host.ChargeAsync("officer-health-8", SharingJourneys.Health, "340100", "licenceIssuing");
        using var stranger = host.SignedInWith(new(TokenForge.Officer(SharingJourneys.Health, "340100", "issuer")) { ["sub"] = "officer-health-8" });
        string[] paths = ["/proposal", "/document.pdf", "/metadata"];
        foreach (var path in paths)
            await (await stranger.GetAsync($"/api/v1/licences/{licence}{path}", TestContext.Current.CancellationToken))
                .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        // It lets single fields be seen, of the licence itself.
        stranger.DefaultRequestHeaders.Add("Sharing", grant.ToString());
        (await stranger.GetAsync($"/api/v1/licences/{licence}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        foreach (var path in paths)
            await (await stranger.GetAsync($"/api/v1/licences/{licence}{path}", TestContext.Current.CancellationToken))
                .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData(405, "change", "change")]
    [InlineData(406, "correct", "correction")]
    public async Task gives_a_new_face_once_another_has_read_and_approved_it(int number, string operation, string step)
    {
        var kind = await PublishAsync(number, operation);
        var (licence, identifier) = await host.MintedLicence(item: kind.Item);
        const string secret = "蜀山区秘密路77号";
        await host.StepAsync(licence, step, 1, Change(step, secret));
        (await host.IdentifierOf(licence)).ShouldBe(identifier);
        ((string)(await host.RowAsync("select data::text from mt_events where stream_id = $1 and version = 2", licence))[0]!)
            .ShouldNotContain(secret);
        using var own = await host.TryAsync(licence, "proposal/approval", 2);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-own-proposal");

        using var colleague = await ColleagueAsync();
        using var read = await colleague.GetAsync($"/api/v1/licences/{licence}/proposal", TestContext.Current.CancellationToken);
        var proposal = await read.EnsureSuccessStatusCode().JsonAsync();
        proposal.GetProperty("operation").GetString().ShouldBe(operation);
        proposal.GetProperty("fields").GetProperty("address").GetString().ShouldBe(secret);

        using var approved = await colleague.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        approved.EnsureSuccessStatusCode();
        (await host.IdentifierOf(licence)).ShouldContain(".002.");
        (await kind.ReadAsync(licence)).GetProperty("fields").GetProperty("address").GetString().ShouldBe(secret);
        using var nothing = await colleague.GetAsync($"/api/v1/licences/{licence}/proposal", TestContext.Current.CancellationToken);
        await nothing.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task renews_for_the_term_that_was_proposed()
    {
        var kind = await PublishAsync(407, "renew", validYears: 1);
        var (licence, _) = await host.MintedLicence(item: kind.Item);
        await host.StepAsync(licence, "renewal", 1, LicenceSteps.Until(years: 3));
        using var second = await host.TryAsync(licence, "renewal", 2, LicenceSteps.Until(years: 4));
        await second.ShouldBeProblem(HttpStatusCode.Conflict, "licence-proposal-open");
        using var colleague = await ColleagueAsync();
        using var approved = await colleague.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        approved.EnsureSuccessStatusCode();
        (await kind.ReadAsync(licence)).GetProperty("licence").GetProperty("term").GetProperty("until").GetString()
            .ShouldBe(LicenceSteps.Today.AddYears(3).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task takes_the_proposed_place_only_while_nobody_else_has_it()
    {
        var kind = await PublishAsync(408, "change", site: "address");
        var (first, _) = await host.MintedLicence(item: kind.Item);
        await host.StepAsync(first, "change", 1, new { fields = new { address = "蜀山区新址路8号" } });
        using var colleague = await ColleagueAsync();
        using var moved = await colleague.WriteAsync($"/api/v1/licences/{first}/proposal/approval", version: 2);
        moved.EnsureSuccessStatusCode();
        var (second, _) = await host.MintedLicence(item: kind.Item);
        await host.StepAsync(second, "change", 1, new { fields = new { address = "蜀山区新址路8号" } });
        using var occupied = await colleague.WriteAsync($"/api/v1/licences/{second}/proposal/approval", version: 2);
        await occupied.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
    }

    [Fact]
    public async Task wants_a_minter_who_did_not_handle_the_case()
    {
        var kind = await PublishAsync(404, "issue");
        await host.ChargeAsync("officer-commerce-1", Commerce, "340100", "licenceIssuing");
        var @case = await host.ApprovedCase(item: kind.Item);
        using var same = host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = "officer-commerce-1" });
        using var refused = await same.WriteAsync("/api/v1/licences", new { @case }, version: 3);
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "licence-minter-approved-case");
        using var other = await kind.MintAsync(@case);
        other.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static object Change(string step, string address) =>
        step == "correction" ? new { fields = new { address }, reason = "录入有误" } : new { fields = new { address } };

    private async Task<(Guid Licence, string Identifier)> TwoPersonsAsync(int number, string operation)
    {
        var kind = await PublishAsync(number, operation);
        return await host.MintedLicence(item: kind.Item);
    }

    private async Task<TypedItem> PublishAsync(int number, string operation, int? validYears = null, string? site = null)
    {
        var definition = TypeJourneys.Definition();
        definition["twoPersons"] = new[] { operation };
        if (site is not null)
        {
            definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field(site, required: true) };
            definition["unique"] = new { siteField = site };
        }
        var kind = new TypedItem(host, number) { ValidYears = validYears };
        await kind.PublishAsync(definition);
        return kind;
    }

    private async Task<HttpClient> ColleagueAsync()
    {
        // Of this test's own: nobody is charged with a duty twice.
        var colleague = $"officer-commerce-{Guid.NewGuid():N}";
        await host.ChargeAsync(colleague, Commerce, "340100", "licenceIssuing");
        return host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = colleague });
    }
}
