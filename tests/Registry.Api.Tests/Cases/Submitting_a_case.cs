using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

public sealed class Submitting_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static readonly string Digest = new('a', 64);

    [Fact]
    public async Task numbers_it_and_says_where_it_is()
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var receipt = await answer.JsonAsync();
        receipt.GetProperty("number").GetString().ShouldStartWith(Journeys.BusinessLicenceItem);
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/cases/{receipt.GetProperty("id").GetGuid()}");
    }

    [Fact]
    public async Task is_refused_without_a_required_material() =>
        await ShouldBeRefused("case-material-missing", ["application"], "缺少必要材料", "premises");

    [Fact]
    public async Task is_refused_with_a_material_handed_in_twice() =>
        await ShouldBeRefused("case-material-repeated", ["application", "premises", "premises"]);

    [Fact]
    public async Task is_refused_with_a_material_nobody_asked_for() =>
        await ShouldBeRefused("case-material-unknown", ["application", "premises", "portrait"]);

    [Fact]
    public async Task is_refused_for_an_item_that_was_withdrawn()
    {
        using var admin = await host.SignedInAs("admin");
        using var withdrawn = await admin.WriteAsync($"/api/v1/items/{Journeys.HotelItem}/withdrawal", version: 1);
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await admin.WriteAsync($"/api/v1/items/{Journeys.HotelItem}/withdrawal", version: 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "item-already-withdrawn");
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(Journeys.HotelItem));
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, "item-not-offered");
    }

    [Fact]
    public async Task keeps_nothing_personal_in_clear()
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(tradeName: "金丝雀小馆"));
        answer.EnsureSuccessStatusCode();
        foreach (var table in (string[])["mt_events", "mt_doc_casecard", "log_inbox", "log_entry", "idempotency", "subject_key"])
        {
            var found = await host.RowAsync(
                $"select count(*) from {table} t where t::text ~ '金丝雀小馆|王芳|340104199001010017|13800000000'");
            found[0].ShouldBe(0L, table);
        }
    }

    private async Task ShouldBeRefused(string code, string[] materials, params string[] said)
    {
        using var citizen = await host.SignedInAs("citizen");
        var before = await host.FootprintAsync();
        using var answer = await citizen.WriteAsync("/api/v1/cases", new
        {
            item = Journeys.BusinessLicenceItem,
            phone = (string?)null,
            form = new Dictionary<string, string>(),
            materials = materials.Select(code => new { code, sha256 = Digest }),
        });
        var problem = await answer.ShouldBeProblem(HttpStatusCode.Conflict, code);
        foreach (var words in said)
            problem.GetProperty("title").GetString()!.ShouldContain(words);
        (await host.FootprintAsync()).ShouldBe(before with { Answers = before.Answers + 1 });
    }
}
