using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

public sealed class Seeing_who_looked(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task names_agency_purpose_and_basis()
    {
        var (id, _) = await host.MintedLicence();
        using var verifier = await host.SignedInAs("verifier");
        using var read = await verifier.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        var seen = await read.EnsureSuccessStatusCode().JsonAsync();

        var entry = (await AccessesOf("citizen")).Single(e => e.GetProperty("event").GetGuid() == seen.GetProperty("accessEvent").GetGuid());
        entry.GetProperty("role").GetString().ShouldBe("verifier");
        entry.GetProperty("agency").GetString().ShouldBe("11340100MB1AC00901");
        entry.GetProperty("agencyName").GetString().ShouldBe("合肥市城市管理局");
        entry.GetProperty("purpose").GetString().ShouldBe("verification");
        entry.GetProperty("purposeText").GetString().ShouldNotBe("verification");
        entry.GetProperty("basis").GetString().ShouldBe("《国务院关于在线政务服务的若干规定》第十条");
        entry.GetProperty("resource").GetString().ShouldBe($"licence/{id}");
        entry.GetProperty("fields").EnumerateArray().Select(f => f.GetString()).ShouldBe(["holder.name"]);
        // What is said to have been shown is what was shown.
        seen.GetProperty("holderName").GetString().ShouldBe("王芳");
        seen.TryGetProperty("holderCode", out _).ShouldBeFalse();
        seen.TryGetProperty("fields", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task lists_refused_attempts_with_the_reason()
    {
        var id = await host.SubmittedCase();
        using var stranger = await host.SignedInAs("caseworker2");
        using var refused = await stranger.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        var entry = (await AccessesOf("citizen")).Single(e => e.GetProperty("resource").GetString() == $"case/{id}");
        entry.GetProperty("refused").GetString().ShouldBe("access-not-granted");
        entry.GetProperty("agency").GetString().ShouldBe("11340100MB1AC0103N");
        entry.GetProperty("fields").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task is_the_holder_s_own_business()
    {
        var id = await host.SubmittedCase("citizen2");
        using var caseworker = await host.SignedInAs("caseworker");
        using var read = await caseworker.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        read.EnsureSuccessStatusCode();
        (await AccessesOf("citizen2")).ShouldContain(e => e.GetProperty("resource").GetString() == $"case/{id}");
        (await AccessesOf("citizen")).ShouldNotContain(e => e.GetProperty("resource").GetString() == $"case/{id}");
        using var answer = await caseworker.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    [Fact]
    public async Task ends_for_the_caseworker_when_the_case_is_closed()
    {
        var id = await host.SubmittedCase();
        using var caseworker = await host.SignedInAs("caseworker");
        using var refusal = await caseworker.WriteAsync($"/api/v1/cases/{id}/refusal", new { reason = "理由" }, version: 1);
        using var closed = await caseworker.WriteAsync($"/api/v1/cases/{id}/closing", version: 2);
        closed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var read = await caseworker.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesOf("citizen")).First(e => e.GetProperty("resource").GetString() == $"case/{id}")
            .GetProperty("refused").GetString().ShouldBe("access-case-closed");
    }

    [Fact]
    public async Task goes_page_by_page_without_missing_or_repeating_one()
    {
        var id = await host.SubmittedCase();
        for (var i = 0; i < 5; i++)
            await LookAt(id, "caseworker");
        var all = await AccessesOf("citizen", "limit=200");
        var (paged, next) = (new List<JsonElement>(), "/api/v1/my/accesses?limit=2");
        using var citizen = await host.SignedInAs("citizen");
        while (next is not null)
        {
            using var answer = await citizen.GetAsync(new Uri(next, UriKind.Relative), TestContext.Current.CancellationToken);
            paged.AddRange((await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray());
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }
        paged.Select(IdOf).ShouldBe(all.Select(IdOf));
        paged.Select(entry => entry.GetProperty("at").GetString()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task narrows_by_agency_purpose_resource_refusal_and_day()
    {
        var id = await host.SubmittedCase();
        await LookAt(id, "caseworker");
        await LookAt(id, "caseworker2");
        async Task<int> Count(string query) => (await AccessesOf("citizen", $"resource=case/{id}&{query}")).Length;

        (await Count("")).ShouldBe(2);
        (await Count("agency=11340100MB1AC0103N")).ShouldBe(1);
        (await Count("purpose=case-handling")).ShouldBe(1);
        (await Count("refused=true")).ShouldBe(1);
        (await Count("refused=false")).ShouldBe(1);
        // Days of the accesses themselves, as they are counted in the city: midnight may lie between the two.
        DateOnly[] days = [.. (await AccessesOf("citizen", $"resource=case/{id}")).Select(entry =>
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(entry.GetProperty("at").GetDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime))];
        (await Count($"from={days.Min():yyyy-MM-dd}&to={days.Max():yyyy-MM-dd}")).ShouldBe(2);
        (await Count($"to={days.Min().AddDays(-1):yyyy-MM-dd}")).ShouldBe(0);
        (await Count($"from={days.Max().AddDays(1):yyyy-MM-dd}")).ShouldBe(0);
    }

    [Theory]
    [InlineData("from=2026-13-01", "from")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("refused=maybe", "refused")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("before=yesterday", "before")]
    public async Task names_what_it_cannot_read(string query, string field)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.GetAsync(new Uri($"/api/v1/my/accesses?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", field);
    }

    [Fact]
    public async Task leaves_as_a_file_that_spreadsheets_read()
    {
        var id = await host.SubmittedCase();
        await LookAt(id, "caseworker");
        using var citizen = await host.SignedInAs("citizen");
        var query = new Uri($"/api/v1/my/accesses/export?resource=case/{id}&format=csv", UriKind.Relative);
        var bytes = await citizen.GetByteArrayAsync(query, TestContext.Current.CancellationToken);
        bytes[..3].ShouldBe([0xef, 0xbb, 0xbf]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("合肥市");

        using var json = await citizen.GetAsync(new Uri($"/api/v1/my/accesses/export?resource=case/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        (await json.EnsureSuccessStatusCode().JsonAsync()).GetArrayLength().ShouldBe(1);
    }

    private static string IdOf(JsonElement entry) => entry.GetProperty("event").GetString()!;

    private async Task LookAt(Guid id, string person)
    {
        using var client = await host.SignedInAs(person);
        using var _ = await client.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement[]> AccessesOf(string person, string query = "")
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri($"/api/v1/my/accesses?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
