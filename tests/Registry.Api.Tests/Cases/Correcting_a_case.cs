using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Cases;

public sealed class Correcting_a_case(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_asked_for_by_the_applicant_decided_by_the_officer_and_keeps_both_values()
    {
        var id = await host.SubmittedCase();
        using var citizen = await host.SignedInAs("citizen");
        using var caseworker = await host.SignedInAs("caseworker");
        var before = await host.CountAsync("access_disclosed.v1");
        (await citizen.WriteAsync(
            $"/api/v1/cases/{id}/correction-request", new { phone = "13900000001", form = new { address = "包河区示范路2号" } }, version: 1))
            .EnsureSuccessStatusCode();
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        var asked = await Read(caseworker, id);
        asked.GetProperty("form").GetProperty("address").GetString().ShouldBe("蜀山区示范路1号");
        asked.GetProperty("wanted").GetProperty("form").GetProperty("address").GetString().ShouldBe("包河区示范路2号");
        // Masked for the purpose, as the present one is.
        asked.GetProperty("wanted").GetProperty("phone").GetString().ShouldNotBe("13900000001");

        (await caseworker.WriteAsync($"/api/v1/cases/{id}/correction", version: 2)).EnsureSuccessStatusCode();
        foreach (var reader in (string[])["citizen", "caseworker", "auditor"])
        {
            using var client = await host.SignedInAs(reader);
            var read = await Read(client, id);
            read.GetProperty("form").GetProperty("address").GetString().ShouldBe("包河区示范路2号", reader);
            read.GetProperty("form").GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");
            var former = read.GetProperty("former").EnumerateArray().ShouldHaveSingleItem();
            former.GetProperty("form").GetProperty("address").GetString().ShouldBe("蜀山区示范路1号", reader);
            read.TryGetProperty("wanted", out _).ShouldBeFalse();
        }
        (await Read(citizen, id)).GetProperty("phone").GetString().ShouldBe("13900000001");
        (await host.RowAsync("select count(*) from mt_events where data::text like '%示范路2号%' or data::text like '%13900000001%'"))[0].ShouldBe(0L);
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task can_be_refused_with_a_reason_and_asked_for_again()
    {
        var id = await host.SubmittedCase();
        using var citizen = await host.SignedInAs("citizen");
        using var caseworker = await host.SignedInAs("caseworker");
        await (await caseworker.WriteAsync($"/api/v1/cases/{id}/correction", version: 1))
            .ShouldBeProblem(HttpStatusCode.Conflict, "case-correction-not-pending");
        (await citizen.WriteAsync($"/api/v1/cases/{id}/correction-request", new { phone = "13900000001" }, version: 1)).EnsureSuccessStatusCode();
        await (await citizen.WriteAsync($"/api/v1/cases/{id}/correction-request", new { phone = "13900000002" }, version: 2))
            .ShouldBeProblem(HttpStatusCode.Conflict, "case-correction-pending");
        (await caseworker.WriteAsync($"/api/v1/cases/{id}/correction-refusal", new { reason = "与材料不符" }, version: 2)).EnsureSuccessStatusCode();
        (await Read(citizen, id)).GetProperty("phone").GetString().ShouldBe("13800000000");
        (await citizen.WriteAsync($"/api/v1/cases/{id}/correction-request", new { phone = "13900000002" }, version: 3)).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("citizen2", "correction-request", HttpStatusCode.NotFound)]
    [InlineData("caseworker", "correction-request", HttpStatusCode.Forbidden)]
    [InlineData("citizen", "correction", HttpStatusCode.Forbidden)]
    [InlineData("caseworker2", "correction", HttpStatusCode.NotFound)]
    public async Task is_nobody_else_s(string person, string step, HttpStatusCode expected)
    {
        var id = await host.SubmittedCase();
        using var client = await host.SignedInAs(person);
        (await client.WriteAsync($"/api/v1/cases/{id}/{step}", new { phone = "13900000001" }, version: 1)).StatusCode.ShouldBe(expected);
    }

    private static async Task<JsonElement> Read(HttpClient reader, Guid @case)
    {
        using var answer = await reader.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), Token);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }
}
