using System.Net;
using System.Text;
using Registry.Testing;

namespace Registry.Api.Tests.Imports;

public sealed class Importing_over_http(ImportHost host) : IClassFixture<ImportHost>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task answers_what_was_imported_and_what_was_not_and_the_same_to_the_same_key()
    {
        var key = Guid.NewGuid().ToString();
        var (status, first) = await PostAsync("admin", Mapping("hefei-demo"), ImportHost.HefeiFile, key);
        status.ShouldBe(HttpStatusCode.OK);
        first.GetProperty("licencesNew").GetInt32().ShouldBe(120);
        first.GetProperty("faults").GetArrayLength().ShouldBe(6);
        var (_, again) = await PostAsync("admin", Mapping("hefei-demo"), ImportHost.HefeiFile, key);
        again.GetProperty("licencesNew").GetInt32().ShouldBe(120);
        var (_, fresh) = await PostAsync("admin", Mapping("hefei-demo"), ImportHost.HefeiFile);
        fresh.GetProperty("licencesUnchanged").GetInt32().ShouldBe(120);
    }

    [Fact]
    public async Task names_the_mistakes_of_a_mapping()
    {
        var (status, problem) = await PostAsync("admin", """{"register":"x","colour":"red"}""", ImportHost.HefeiFile);
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().ShouldBe("import-mapping-invalid");
        problem.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("field").GetString())
            .ShouldContain("colour");
    }

    [Fact]
    public async Task refuses_a_file_without_the_mappings_columns()
    {
        var (status, problem) = await PostAsync("admin", Mapping("other"), Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().ShouldBe("import-columns-missing");
    }

    [Fact]
    public async Task refuses_a_body_that_is_no_form()
    {
        using var client = await host.SignedInAs("admin");
        using var answer = await client.WriteAsync("/api/v1/imports", new { });
        (await answer.ProblemAsync()).ShouldBe("media-type-unsupported");
    }

    [Fact]
    public async Task is_not_for_citizens() =>
        (await PostAsync("citizen", Mapping("mine"), ImportHost.HefeiFile)).Status.ShouldBe(HttpStatusCode.Forbidden);

    private async Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)> PostAsync(
        string person, string mapping, byte[] csv, string? key = null)
    {
        using var client = await host.SignedInAs(person);
        client.DefaultRequestHeaders.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        using var form = new MultipartFormDataContent("a-boundary-that-stays-the-same");
        using var mappingPart = new StringContent(mapping);
        using var csvPart = new ByteArrayContent(csv);
        form.Add(mappingPart, "mapping", "mapping.json");
        form.Add(csvPart, "register", "register.csv");
        using var answer = await client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form, Token);
        return (answer.StatusCode, await answer.JsonAsync());
    }

    private static string Mapping(string register) =>
        File.ReadAllText(Path.Combine(ImportHost.Root, "mappings", "hefei-demo.json"))
            .Replace("\"hefei-demo\"", $"\"{register}\"");
}
