using System.Net;
using Registry.Api.Tests.LicenceBatches;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceTypes;

public sealed class Having_one_live_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task of_a_kind_and_site_holds_when_many_officers_mint_at_once()
    {
        var kind = await UniqueAsync(301, site: "address");
        var minters = new List<(HttpClient Officer, Guid Case)>();
        for (var i = 0; i < 12; i++)
            minters.Add((await host.Colleague(), await host.ApprovedCase(item: kind.Item)));

        var answers = await Task.WhenAll(minters.Select(minter => TypedItem.MintAsync(minter.Officer, minter.Case)));
        answers.Count(answer => answer.StatusCode is HttpStatusCode.Created).ShouldBe(1);
        foreach (var loser in answers.Where(answer => answer.StatusCode is not HttpStatusCode.Created))
            (await loser.ProblemAsync()).ShouldBeOneOf("licence-place-occupied", "stale-version");
        (await LiveAsync(kind)).ShouldBe(1);

        using var later = await kind.MintAsync(await host.ApprovedCase(item: kind.Item));
        await later.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
    }

    [Fact]
    public async Task leaves_other_holders_alone_and_ends_with_the_licence()
    {
        var kind = await UniqueAsync(302, site: null);
        var own = await kind.LicenceAsync();
        await kind.LicenceAsync("citizen2");
        await host.StepAsync(own, "suspension", 1);
        using var suspended = await kind.MintAsync(await host.ApprovedCase(item: kind.Item));
        await suspended.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
        await host.StepAsync(own, "revocation", 2);
        await kind.LicenceAsync();
    }

    [Fact]
    public async Task frees_the_site_that_a_change_leaves_and_takes_the_one_it_moves_to()
    {
        var kind = await UniqueAsync(303, site: "address");
        var licence = await kind.LicenceAsync();
        await host.StepAsync(licence, "change", 1, new { fields = new { address = "蜀山区示范路2号" } });
        var second = await kind.LicenceAsync();
        using var back = await host.TryAsync(licence, "change", 2, new { fields = new { address = "蜀山区示范路１号" } });
        await back.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
        using var onto = await host.TryAsync(second, "change", 1, new { fields = new { address = " 蜀山区 示范路2号" } });
        await onto.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
        // A change that stays where it is takes nothing from anybody.
        await host.StepAsync(second, "change", 1, new { fields = new { tradeName = "面馆" } });
    }

    private async Task<TypedItem> UniqueAsync(int number, string? site)
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address", required: true) };
        definition["unique"] = new { siteField = site };
        var kind = new TypedItem(host, number);
        await kind.PublishAsync(definition);
        return kind;
    }

    private async Task<long> LiveAsync(TypedItem kind) => (long)(await host.RowAsync(
        "select count(*) from mt_events where type = 'licence_minted.v2' and data ->> 'identifier' like $1", $"%{kind.Type}%"))[0]!;
}
