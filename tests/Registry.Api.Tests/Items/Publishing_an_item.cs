using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Items;

public sealed class Publishing_an_item(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task twice_is_refused_whether_seeded_or_published()
    {
        using var admin = await host.SignedInAs("admin");
        using var seeded = await admin.WriteAsync("/api/v1/items", Item(Journeys.BusinessLicenceItem));
        await seeded.ShouldBeProblem(HttpStatusCode.Conflict, "already-exists");

        const string fresh = "11340100MB1AC012X93340131009001";
        using var first = await admin.WriteAsync("/api/v1/items", Item(fresh));
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        var before = await host.FootprintAsync();
        using var again = await admin.WriteAsync("/api/v1/items", Item(fresh));
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "already-exists");
        (await host.FootprintAsync()).ShouldBe(before with { Answers = before.Answers + 1 });
    }

    [Theory]
    [InlineData(0, 1, "item-limit-not-positive")]
    [InlineData(5, 6, "item-promise-above-legal-limit")]
    public async Task with_impossible_limits_is_refused(int legalDays, int promisedDays, string code)
    {
        using var admin = await host.SignedInAs("admin");
        using var answer = await admin.WriteAsync(
            "/api/v1/items", Item("11340100MB1AC012X93340131009002", legalDays, promisedDays));
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, code);
    }

    private static object Item(string code, int legalDays = 10, int promisedDays = 5) => new
    {
        code,
        name = new { zh = "甲", en = "A" },
        agency = "11340100MB1AC012X9",
        region = "340100",
        materials = Array.Empty<object>(),
        legalDays,
        promisedDays,
        result = (object?)null,
    };
}
