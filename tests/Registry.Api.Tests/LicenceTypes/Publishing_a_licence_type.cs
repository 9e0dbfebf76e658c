using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.LicenceTypes;

public sealed class Publishing_a_licence_type(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Issuer = "11340100MB1AC012X9";

    [Fact]
    public async Task takes_two_people()
    {
        var path = $"/api/v1/licence-types/{Issuer}101";
        using var admin = await host.SignedInAs("admin");
        using var drafted = await admin.WriteAsync($"{path}/draft", TypeJourneys.Definition(), version: 0);
        drafted.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var own = await admin.WriteAsync($"{path}/publication", version: 1);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-own-draft");
        (await StatusOf(path)).ShouldBe(HttpStatusCode.NotFound);

        using var other = await host.SignedInAs("admin2");
        using var published = await other.WriteAsync($"{path}/publication", version: 1);
        published.StatusCode.ShouldBe(HttpStatusCode.OK);
        var entry = await Read(path);
        entry.GetProperty("version").GetInt32().ShouldBe(1);
        entry.GetProperty("definingAuthority").GetString().ShouldBe(Issuer);
        entry.GetProperty("definition").GetProperty("face").GetArrayLength().ShouldBe(2);
        entry.GetRawText().ShouldNotContain("administrator-");
    }

    [Fact]
    public async Task in_a_further_version_leaves_the_published_one_as_it_is()
    {
        const string code = $"{Issuer}102";
        await host.PublishAsync(code, version: 0);
        var first = (await Read($"/api/v1/licence-types/{code}/versions/1")).GetRawText();
        var further = TypeJourneys.Definition();
        further["template"] = "workshop-2";
        await host.PublishAsync(code, version: 2, further);

        (await Read($"/api/v1/licence-types/{code}")).GetProperty("version").GetInt32().ShouldBe(2);
        (await Read($"/api/v1/licence-types/{code}/versions/1")).GetRawText().ShouldBe(first);
        (await Read($"/api/v1/licence-types/{code}/versions/2")).GetProperty("definition").GetProperty("template").GetString().ShouldBe("workshop-2");
        (await StatusOf($"/api/v1/licence-types/{code}/versions/3")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task has_one_draft_at_a_time_and_a_rejected_one_is_gone()
    {
        const string path = $"/api/v1/licence-types/{Issuer}103";
        using var admin = await host.SignedInAs("admin");
        using var drafted = await admin.WriteAsync($"{path}/draft", TypeJourneys.Definition(), version: 0);
        drafted.EnsureSuccessStatusCode();
        using var second = await admin.WriteAsync($"{path}/draft", TypeJourneys.Definition(), version: 1);
        await second.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-draft-open");
        (await DraftsAsync()).ShouldContain($"{Issuer}103");
        using var rejected = await admin.WriteAsync($"{path}/rejection", version: 1);
        rejected.EnsureSuccessStatusCode();
        (await DraftsAsync()).ShouldNotContain($"{Issuer}103");
        using var gone = await admin.WriteAsync($"{path}/publication", version: 2);
        await gone.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-no-draft");
    }

    [Fact]
    public async Task twice_at_once_gives_one_version()
    {
        const string path = $"/api/v1/licence-types/{Issuer}104";
        using var admin = await host.SignedInAs("admin");
        using var drafted = await admin.WriteAsync($"{path}/draft", TypeJourneys.Definition(), version: 0);
        drafted.EnsureSuccessStatusCode();
        using var other = await host.SignedInAs("admin2");
        var attempts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => other.WriteAsync($"{path}/publication", version: 1)));
        attempts.Count(answer => answer.StatusCode is HttpStatusCode.OK).ShouldBe(1);
        (await Read(path)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task names_the_field_that_is_malformed()
    {
        var template = TypeJourneys.Definition();
        template["template"] = "a b";
        await ShouldBeMalformed(template, "template");
        var label = TypeJourneys.Definition();
        var field = TypeJourneys.Field("tradeName");
        field["label"] = new { zh = "名称", en = " " };
        label["face"] = new[] { field };
        await ShouldBeMalformed(label, "face[0].label.en");
        var name = TypeJourneys.Definition();
        name["face"] = new[] { TypeJourneys.Field("trade name") };
        await ShouldBeMalformed(name, "face[0].name");
    }

    [Fact]
    public async Task shows_everybody_what_the_demonstration_mints()
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri("/api/v1/licence-types", UriKind.Relative), TestContext.Current.CancellationToken);
        (await answer.JsonAsync()).EnumerateArray().Select(type => type.GetProperty("code").GetString())
            .ShouldContain("11340100MB1AC012X9001");
    }

    private async Task ShouldBeMalformed(object definition, string field)
    {
        using var admin = await host.SignedInAs("admin");
        var before = await host.FootprintAsync();
        using var answer = await admin.WriteAsync($"/api/v1/licence-types/{Issuer}105/draft", definition, version: 0);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", field);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    private async Task<string[]> DraftsAsync()
    {
        using var admin = await host.SignedInAs("admin2");
        using var answer = await admin.GetAsync(new Uri("/api/v1/licence-types/drafts", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. (await answer.JsonAsync()).EnumerateArray().Select(draft => draft.GetProperty("code").GetString()!)];
    }

    private async Task<HttpStatusCode> StatusOf(string path)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<JsonElement> Read(string path)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}
