using Registry.Testing;

namespace Registry.Api.Tests.Hosting;

public sealed class Describing_the_api(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("/api/v1/items", "agency", "code", "legalDays", "materials", "name", "promisedDays", "region", "result")]
    [InlineData("/api/v1/cases", "form", "item", "materials", "phone")]
    [InlineData("/api/v1/licences", "case")]
    public async Task gives_each_operation_its_own_body(string path, params string[] members)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        var document = await answer.JsonAsync();
        var reference = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!;
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.Split('/')[^1]);
        schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)
            .ShouldBe(members);
    }
}
