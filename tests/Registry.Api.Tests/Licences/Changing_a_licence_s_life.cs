using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Changing_a_licence_s_life(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task makes_a_new_version_with_each_renewal_and_change()
    {
        var (id, first) = await host.LicenceForAYear();
        await host.StepAsync(id, "renewal", 1, LicenceSteps.Until(1));
        var second = await host.IdentifierOf(id);
        await host.StepAsync(id, "change", 2, new { fields = new { address = "蜀山区示范路2号" } });
        var third = await host.IdentifierOf(id);

        new[] { first, second, third }.Select(identifier => identifier.Split('.')[^2]).ShouldBe(["001", "002", "003"]);
        new[] { first, second, third }.Select(identifier => identifier.Split('.')[^3]).Distinct().Count().ShouldBe(1);
        var old = await host.VerdictOn(first);
        old.GetProperty("verdict").GetString().ShouldBe("superseded");
        old.GetProperty("current").GetString().ShouldBe(third);
        (await host.WordOn(third)).ShouldBe("valid");
    }

    [Fact]
    public async Task changes_only_the_fields_that_are_named()
    {
        var (id, _) = await host.MintedLicence();
        await host.StepAsync(id, "change", 1, new { fields = new { address = "蜀山区示范路3号" } });
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        var fields = (await answer.JsonAsync()).GetProperty("fields");
        fields.GetProperty("address").GetString().ShouldBe("蜀山区示范路3号");
        fields.GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");
    }

    [Fact]
    public async Task suspends_and_restores()
    {
        var (id, identifier) = await host.MintedLicence();
        await host.StepAsync(id, "suspension", 1);
        (await host.WordOn(identifier)).ShouldBe("suspended");
        await ShouldRefuse(id, "suspension", 2, "licence-already-suspended");
        await ShouldRefuse(id, "renewal", 2, "licence-not-in-force", LicenceSteps.Until(1));
        await host.StepAsync(id, "restoration", 2);
        (await host.WordOn(identifier)).ShouldBe("valid");
        await ShouldRefuse(id, "restoration", 3, "licence-not-suspended");
    }

    [Theory]
    [InlineData("revocation", "revoked")]
    [InlineData("cancellation", "cancelled")]
    [InlineData("withdrawal", "withdrawn")]
    public async Task ends_for_good(string end, string verdict)
    {
        var (id, identifier) = await host.MintedLicence();
        await host.StepAsync(id, end, 1);
        (await host.WordOn(identifier)).ShouldBe(verdict);
        foreach (var step in (string[])["suspension", "restoration", "revocation", "cancellation", "withdrawal", "lapse", "transfer"])
            await ShouldRefuse(id, step, 2, "licence-final");
        await ShouldRefuse(id, "renewal", 2, "licence-final", LicenceSteps.Until(1));
        (await host.WordOn(identifier)).ShouldBe(verdict);
    }

    [Fact]
    public async Task lets_it_go_to_another_authority_or_keeps_it()
    {
        var (id, identifier) = await host.MintedLicence();
        await ShouldRefuse(id, "transfer/completion", 1, "licence-not-leaving");
        await host.StepAsync(id, "transfer", 1);
        (await host.WordOn(identifier)).ShouldBe("leaving");
        await ShouldRefuse(id, "change", 2, "licence-not-in-force", new { fields = new { address = "蜀山区示范路2号" } });
        await host.StepAsync(id, "transfer/cancellation", 2);
        (await host.WordOn(identifier)).ShouldBe("valid");
        await host.StepAsync(id, "transfer", 3);
        await host.StepAsync(id, "transfer/completion", 4);
        (await host.WordOn(identifier)).ShouldBe("cancelled");
    }

    [Fact]
    public async Task declares_nothing_lapsed_that_has_not_run_out()
    {
        var (id, _) = await host.LicenceForAYear();
        await ShouldRefuse(id, "lapse", 1, "licence-not-expired");
    }

    [Fact]
    public async Task of_a_revoked_licence_s_old_version_says_revoked_too()
    {
        var (id, first) = await host.LicenceForAYear();
        await host.StepAsync(id, "renewal", 1, LicenceSteps.Until(1));
        await host.StepAsync(id, "revocation", 2);
        (await host.WordOn(first)).ShouldBe("revoked");
    }

    [Fact]
    public async Task refuses_a_term_that_ends_before_it_begins_has_passed_is_no_later_or_leaves_a_gap()
    {
        var (id, _) = await host.LicenceForAYear();
        await ShouldRefuse(id, "renewal", 1, "licence-validity-reversed", new { validFrom = "2040-01-02", validUntil = "2040-01-01" });
        await ShouldRefuse(id, "renewal", 1, "licence-validity-past", new { validFrom = "2020-01-01", validUntil = "2020-12-31" });
        await host.StepAsync(id, "renewal", 1, LicenceSteps.Until(2));
        await ShouldRefuse(id, "renewal", 2, "licence-term-not-later", LicenceSteps.Until(2));
        await ShouldRefuse(id, "renewal", 2, "licence-term-gap", LicenceSteps.Until(4, fromDay: 1000));
    }

    [Fact]
    public async Task by_an_early_renewal_takes_no_day_away()
    {
        var (id, _) = await host.LicenceForAYear();
        await host.StepAsync(id, "renewal", 1, LicenceSteps.Until(3, fromDay: 2));
        (await host.WordOn(await host.IdentifierOf(id))).ShouldBe("valid");
    }

    [Fact]
    public async Task that_has_no_end_needs_no_renewal()
    {
        var (id, _) = await host.MintedLicence();
        await ShouldRefuse(id, "renewal", 1, "licence-term-not-later", LicenceSteps.Until(1));
    }

    private async Task ShouldRefuse(Guid licence, string step, long version, string code, object? body = null)
    {
        var before = await host.FootprintAsync();
        using var answer = await host.TryAsync(licence, step, version, body);
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, code);
        (await host.FootprintAsync()).ShouldBe(before with { Answers = before.Answers + 1 });
    }
}
