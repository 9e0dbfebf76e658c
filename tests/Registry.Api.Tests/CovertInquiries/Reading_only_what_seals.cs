using System.Net;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>
/// Inquiries that are over become more with the years. What a person asks reads those that seal something and those of the lines that are shown:
/// here there are others beside them that nobody could read without failing.
/// </summary>
public sealed class Reading_only_what_seals(CovertHost host) : IClassFixture<CovertHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task passes_over_inquiries_that_are_over_whatever_a_person_asks()
    {
        var over = await host.Authorised();
        var released = await host.Look(over);
        (await host.Change("investigator", over, "ending", 2)).EnsureSuccessStatusCode();
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        await host.RowAsync(
            """
            with many as (
                insert into mt_doc_covertinquirycard (tenant_id, id, data, mt_dotnet_type, mt_version)
                select c.tenant_id, gen_random_uuid(), c.data || '{"class":"nobody knows this one"}', c.mt_dotnet_type, c.mt_version
                from mt_doc_covertinquirycard c, generate_series(1, 300) where c.id = $1
                returning 1)
            select count(*) from many
            """, over);

        var lines = await host.Accesses();
        lines.Single(line => EventOf(line) == released).GetProperty("agency").GetString().ShouldBe(Police);
        lines.Single(line => EventOf(line) == look).TryGetProperty("agency", out _).ShouldBeFalse();
        var ofThePolice = await host.Accesses($"agency={Police}");
        ofThePolice.ShouldContain(line => EventOf(line) == released);
        ofThePolice.ShouldNotContain(line => EventOf(line) == look);

        using var citizen = await host.SignedInAs("citizen");
        (await citizen.GetStringAsync("/api/v1/my/accesses/export?format=csv", Token)).ShouldContain(released.ToString());
        (await citizen.GetStringAsync("/my/accesses", Token)).ShouldContain("公安机关：1 次");
        using var objection = await citizen.WriteAsync("/api/v1/my/objections", new { access = released, reason = "理由" });
        objection.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var tracker = await host.SignedInAs("tracker");
        tracker.DefaultRequestHeaders.Add("X-Road-UserId", $"CN{Wang}");
        using var usage = await tracker.GetAsync($"/v2/findUsage?userCode=CN{Wang}", Token);
        (await usage.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token)).ShouldContain(Police);
        using var bundle = await citizen.GetAsync("/api/v1/log/bundles?scope=person", Token);
        bundle.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
