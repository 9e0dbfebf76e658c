using System.Net;
using System.Text.Json;
using Shouldly;

namespace Registry.Testing;

/// <summary>What every refusal of the API has in common.</summary>
public static class ProblemAssertions
{
    /// <summary>problem+json with that status and code, naming that field or none, and giving nothing away.</summary>
    public static async Task<JsonElement> ShouldBeProblem(
        this HttpResponseMessage answer, HttpStatusCode status, string code, string? field = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        using var json = JsonDocument.Parse(text);
        var problem = json.RootElement.Clone();
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("type").GetString().ShouldBe($"/problems/{code}");
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        (problem.TryGetProperty("field", out var named) ? named.GetString() : null).ShouldBe(field, text);
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("Exception");
        text.ShouldNotContain("Registry.");
        return problem;
    }
}
