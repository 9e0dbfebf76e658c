using System.Text.Json;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Sharing;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

public sealed class Querying_licences_of_a_holder(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task tells_which_there_are_and_the_holder_who_asked_and_why()
    {
        var (_, identifier) = await host.MintedLicence("citizen");
        var (_, others) = await host.MintedLicence("citizen2");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var data = await system.QueryAsync(grant).DataAsync();

        var found = data.GetProperty("certInfos").EnumerateArray().ToDictionary(one => one.GetProperty("certificateIdentifier").GetString()!);
        found.Keys.ShouldContain(identifier);
        found.Keys.ShouldNotContain(others);
        var info = found[identifier];
        info.GetProperty("certificateTypeCode").GetString().ShouldBe(BusinessLicence);
        info.GetProperty("certificateStatus").GetString().ShouldBe("01");
        info.GetProperty("certificateIssuingAuthorityCode").GetString().ShouldBe(Commerce);
        info.GetProperty("authCode").GetString()!.Length.ShouldBe(43);
        data.GetRawText().ShouldNotContain("王芳");
        data.GetRawText().ShouldNotContain("340104");

        var line = await host.LookAsync(data.GetProperty("accessEvent").GetGuid());
        line.GetProperty("role").GetString().ShouldBe("system");
        line.GetProperty("agency").GetString().ShouldBe(Health);
        line.GetProperty("system").GetString().ShouldBe("system-health-permits");
        line.GetProperty("purpose").GetString().ShouldBe("sharing");
        line.GetProperty("purposeText").GetString()!.ShouldContain("办理卫生许可时核验");
        line.GetProperty("step").GetString().ShouldBe($"sharing-grant/{grant}");
        line.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["existence"]);
    }

    [Fact]
    public async Task keeps_the_codes_of_one_query_by_one_statement()
    {
        await host.MintedLicence("citizen");
        await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var codes = (await system.QueryAsync(grant).DataAsync()).GetProperty("certInfos").EnumerateArray()
            .Count(one => one.TryGetProperty("authCode", out _));
        codes.ShouldBeGreaterThan(1);
        (await host.RowAsync("select count(*), count(distinct xmin::text) from wallet_secret where detail like $1", $"{grant}|%"))
            .ShouldBe([(long)codes, 1L]);
    }

    [Fact]
    public async Task gives_no_code_for_a_licence_that_is_suspended()
    {
        var (licence, identifier) = await host.MintedLicence("citizen");
        await host.StepAsync(licence, "suspension", version: 1);
        using var system = await host.SignedInAs("system");
        var data = await system.QueryAsync(await host.GrantToHealth()).DataAsync();
        var info = data.GetProperty("certInfos").EnumerateArray().Single(one => one.GetProperty("certificateIdentifier").GetString() == identifier);
        info.GetProperty("certificateStatus").GetString().ShouldBe("02");
        info.TryGetProperty("authCode", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task needs_a_grant_that_is_open_for_that_type_and_a_duty_that_is_held()
    {
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        foreach (var other in (Guid[])
            [await host.ProposedGrant(Health, BusinessLicence, "holder.name"), await host.ApprovedGrant("11340100MB1AC00901", BusinessLicence, "holder.name"), Guid.NewGuid()])
            await system.QueryAsync(other).ShouldBeRefused(404, "access-sharing-not-open", 100);
        // Whoever the person is, and whether there is one: the answer is about the grant.
        await system.AskAsync("queryCertInfoByHolderCode", grant, new
        {
            holderCode = ServiceJourneys.WangFang, holderTypeCode = "111", certTypeCode = $"{Health}001",
        }).ShouldBeRefused(404, "access-sharing-not-open", 100);
        using var unknown = host.SignedInWith(new(TokenForge.Officer(Health, "340100", "system")) { ["sub"] = "system-without-duty" });
        await unknown.QueryAsync(grant).ShouldBeRefused(404, "access-sharing-not-open", 100);

        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"/api/v1/sharing-grants/{grant}/revocation", version: 2)).EnsureSuccessStatusCode();
        await system.QueryAsync(grant).ShouldBeRefused(404, "access-sharing-not-open", 100);
    }

    [Fact]
    public async Task finds_of_somebody_without_one_what_it_finds_of_nobody_and_records_both()
    {
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var before = await host.CountAsync("access_disclosed.v1");
        foreach (var code in (string[])["340104197503070029", "34010419891231093X"])
            await system.QueryAsync(grant, code).ShouldBeRefused(404, "not-found", 10);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 2);
    }

    [Theory]
    [InlineData("holderTypeCode", "\"112\"", 400, "holder-code-type-unknown", 103, "data.holderTypeCode")]
    [InlineData("holderCode", "\"\"", 400, "field-missing", 12, "data.holderCode")]
    [InlineData("holderCode", null, 400, "field-missing", 12, "data.holderCode")]
    [InlineData("holderCode", "\"340104199001010018\"", 400, "field-malformed", 900, "data.holderCode")]
    [InlineData("certTypeCode", "\"1234\"", 400, "licence-type-length", 113, "data.certTypeCode")]
    [InlineData("certTypeCode", "\"11340100MB1AC012X9777\"", 409, "licence-type-not-published", 13, null)]
    public async Task says_by_its_codes_what_is_wrong_with_a_request(string member, string? value, int status, string problem, int code, string? field)
    {
        var query = new Dictionary<string, object>
        {
            ["holderCode"] = ServiceJourneys.WangFang, ["holderTypeCode"] = "111", ["certTypeCode"] = BusinessLicence,
        };
        if (value is null)
            query.Remove(member);
        else
            query[member] = JsonSerializer.Deserialize<JsonElement>(value);
        using var system = await host.SignedInAs("system");
        await system.AskAsync("queryCertInfoByHolderCode", await host.GrantToHealth(), query).ShouldBeRefused(status, problem, code, field);
    }
}
