using System.Net;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceTypes;

public sealed class Minting_to_a_type(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task names_the_version_in_force_and_a_further_one_changes_no_licence()
    {
        var kind = new TypedItem(host, 201) { ValidYears = 1 };
        await kind.PublishAsync();
        var first = await kind.LicenceAsync();
        var further = TypeJourneys.Definition();
        further["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address"), TypeJourneys.Field("area") };
        await host.PublishAsync(kind.Type, version: 2, further);

        (await kind.VersionOf(first)).ShouldBe(1);
        (await kind.VersionOf(await kind.LicenceAsync())).ShouldBe(2);
        await host.StepAsync(first, "renewal", 1, LicenceSteps.Until(3));
        (await kind.VersionOf(first)).ShouldBe(1);
        await host.StepAsync(first, "change", 2, new { fields = new { area = "40" } });
        (await kind.VersionOf(first)).ShouldBe(2);
    }

    [Fact]
    public async Task refuses_a_face_that_it_does_not_let_stand_and_names_the_field()
    {
        var kind = new TypedItem(host, 202);
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("licensee", required: true) };
        await kind.PublishAsync(definition);
        var @case = await host.ApprovedCase(item: kind.Item);
        var before = await host.FootprintAsync();
        using var answer = await kind.MintAsync(@case);
        var problem = await answer.ShouldBeProblem(HttpStatusCode.Conflict, "face-field-unknown");
        problem.GetProperty("title").GetString()!.ShouldContain("address");
        // The application was looked at for it, and that is recorded.
        (await host.FootprintAsync()).Events.ShouldBe(before.Events + 1);
    }

    [Fact]
    public async Task refuses_a_change_to_such_a_face_too()
    {
        var kind = new TypedItem(host, 203);
        await kind.PublishAsync();
        var licence = await kind.LicenceAsync();
        using var unknown = await host.TryAsync(licence, "change", 1, new { fields = new { colour = "red" } });
        (await unknown.ShouldBeProblem(HttpStatusCode.Conflict, "face-field-unknown")).GetProperty("title").GetString()!.ShouldContain("colour");
        using var missing = await host.TryAsync(licence, "change", 1, new { fields = new { tradeName = "" } });
        await missing.ShouldBeProblem(HttpStatusCode.Conflict, "face-field-missing");
    }

    [Fact]
    public async Task waits_until_a_version_is_published()
    {
        var kind = new TypedItem(host, 204);
        await kind.OfferAsync();
        var @case = await host.ApprovedCase(item: kind.Item);
        using var admin = await host.SignedInAs("admin");
        using var drafted = await admin.WriteAsync($"/api/v1/licence-types/{kind.Type}/draft", TypeJourneys.Definition(), version: 0);
        drafted.EnsureSuccessStatusCode();
        using var early = await kind.MintAsync(@case);
        await early.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-not-published");
    }

    [Fact]
    public async Task is_for_the_agencies_and_areas_that_the_type_names()
    {
        var elsewhere = new TypedItem(host, 205);
        var definition = TypeJourneys.Definition();
        definition["issuers"] = new { agencies = new[] { "11340100MB1AC0103N" }, regions = new[] { "340104" } };
        await elsewhere.PublishAsync(definition);
        using var refused = await elsewhere.MintAsync(await host.ApprovedCase(item: elsewhere.Item));
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "licence-issuer-not-listed");

        var here = new TypedItem(host, 206);
        definition["issuers"] = new { agencies = Array.Empty<string>(), regions = new[] { "340100" } };
        await here.PublishAsync(definition);
        await here.LicenceAsync();
    }

    [Fact]
    public async Task gives_no_longer_validity_than_the_type_whatever_the_item_says()
    {
        var kind = new TypedItem(host, 207) { ValidYears = 5 };
        var definition = TypeJourneys.Definition();
        definition["validity"] = new { kind = "years", years = 2 };
        await kind.PublishAsync(definition);
        var licence = await kind.LicenceAsync();
        (await kind.ReadAsync(licence)).GetProperty("licence").GetProperty("term").GetProperty("until").GetString()
            .ShouldBe(LicenceSteps.Today.AddYears(2).AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        using var beyond = await host.TryAsync(licence, "renewal", 1, LicenceSteps.Until(3));
        await beyond.ShouldBeProblem(HttpStatusCode.Conflict, "licence-term-beyond-type");
    }

    [Fact]
    public async Task leaves_the_issuing_agency_in_the_type_s_code_out_of_it()
    {
        // Who defines a type seldom issues.
        var kind = new TypedItem(host, 208, definedBy: "11340100MB1AC0103N");
        await kind.PublishAsync();
        var licence = await kind.LicenceAsync();
        (await kind.ReadAsync(licence)).GetProperty("licence").GetProperty("issuer").GetString().ShouldBe(Commerce);
    }
}
