using System.Net;
using System.Text.Json;
using Registry.Api.Tests.LicenceTypes;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Holding_a_licence_together(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task lets_each_holder_list_and_read_it_with_all_names()
    {
        var id = await host.JointLicence();
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            (await host.ReadAsync(person, "licences")).EnumerateArray().ShouldContain(card => card.GetProperty("id").GetGuid() == id);
            var read = await host.ReadAsync(person, $"licences/{id}");
            read.GetProperty("holderName").GetString().ShouldBe("王芳");
            Names(read.GetProperty("holders"), "name").ShouldBe(["王芳", "李强"]);
            read.GetProperty("fields").GetProperty("tradeName").GetString().ShouldBe("𠮷祥面馆");
        }
        using var stranger = await host.SignedInAs("company");
        using var refused = await stranger.GetAsync(new Uri($"/api/v1/licences/{id}", UriKind.Relative), Token);
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        // A licence of one looks as it always did.
        var (alone, _) = await host.MintedLicence();
        (await host.ReadAsync("citizen", $"licences/{alone}")).TryGetProperty("holders", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task lists_every_holder_in_the_metadata()
    {
        var id = await host.JointLicence();
        var metadata = await host.ReadAsync("citizen2", $"licences/{id}/metadata");
        metadata.GetProperty("certificateHolderName").GetString().ShouldBe("王芳");
        var holders = metadata.GetProperty("certificateHolders");
        Names(holders, "certificateHolderName").ShouldBe(["王芳", "李强"]);
        Names(holders, "certificateHolderCode").ShouldBe(["340104199001010017", JointJourneys.Other]);
        Names(holders, "certificateHolderType").ShouldBe(["111", "111"]);
        // A verifier sees the names and no codes, of each.
        var shown = (await host.ReadAsync("verifier", $"licences/{id}/metadata")).GetProperty("certificateHolders");
        Names(shown, "certificateHolderName").ShouldBe(["王芳", "李强"]);
        shown.EnumerateArray().ShouldAllBe(holder => !Has(holder, "certificateHolderCode"));
        var (alone, _) = await host.MintedLicence();
        (await host.ReadAsync("citizen", $"licences/{alone}/metadata")).GetProperty("certificateHolders").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task puts_an_access_on_record_for_each_of_them()
    {
        var id = await host.JointLicence();
        var seen = (await host.ReadAsync("verifier", $"licences/{id}")).GetProperty("accessEvent").GetGuid();
        using (var stranger = await host.SignedInAs("company"))
        using (await stranger.GetAsync(new Uri($"/api/v1/licences/{id}", UriKind.Relative), Token))
            foreach (var person in (string[])["citizen", "citizen2"])
            {
                var looks = (await host.ReadAsync(person, "my/accesses")).EnumerateArray().ToList();
                looks.ShouldContain(look => look.GetProperty("event").GetGuid() == seen);
                looks.ShouldContain(look => look.GetProperty("resource").GetString() == $"licence/{id}" && Has(look, "refused"));
                // The minting, too: what it read of the case was of both.
                looks.ShouldContain(look => look.GetProperty("purpose").GetString() == "licence-minting");
            }
    }

    [Fact]
    public async Task begins_with_a_case_of_both_which_only_the_applicant_acts_on()
    {
        var id = await host.JointCase();
        (await host.ReadAsync("citizen2", "cases")).EnumerateArray().ShouldContain(card => card.GetProperty("id").GetGuid() == id);
        var mine = await host.ReadAsync("citizen", $"cases/{id}");
        Names(mine.GetProperty("coApplicants"), "name").ShouldBe(["李强"]);
        Has(mine, "phone").ShouldBeTrue();
        var theirs = await host.ReadAsync("citizen2", $"cases/{id}");
        theirs.GetProperty("applicantName").GetString().ShouldBe("王芳");
        // How the applicant is reached is the applicant's.
        Has(theirs, "phone").ShouldBeFalse();
        Names((await host.ReadAsync("caseworker", $"cases/{id}")).GetProperty("coApplicants"), "code").ShouldBe(["340111********0022"]);
        using var other = await host.SignedInAs("citizen2");
        using var withdrawn = await other.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        await withdrawn.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("", "111", JointJourneys.Other, HttpStatusCode.BadRequest, "field-malformed", "coApplicants[0].name")]
    [InlineData("李强", "111", "340111198506150023", HttpStatusCode.BadRequest, "field-malformed", "coApplicants[0].code")]
    [InlineData("李强", "001", JointJourneys.Other, HttpStatusCode.BadRequest, "field-malformed", "coApplicants[0].code")]
    [InlineData("王芳", "111", "340104199001010017", HttpStatusCode.Conflict, "case-applicant-repeated", null)]
    public async Task is_refused_for_who_cannot_be_or_is_the_applicant(
        string name, string codeType, string code, HttpStatusCode status, string problem, string? field)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", JointJourneys.Application(others: new { name, codeType, code }));
        await answer.ShouldBeProblem(status, problem, field);
    }

    [Fact]
    public async Task gives_each_of_them_what_a_change_says()
    {
        var id = await host.JointLicence();
        await host.StepAsync(id, "change", 1, new { fields = new { address = "蜀山区示范路2号" } });
        await host.StepAsync(id, "suspension", 2);
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            var read = await host.ReadAsync(person, $"licences/{id}");
            read.GetProperty("fields").GetProperty("address").GetString().ShouldBe("蜀山区示范路2号");
            Names(read.GetProperty("holders"), "name").ShouldBe(["王芳", "李强"]);
            read.GetProperty("verdict").GetString().ShouldBe("suspended");
        }
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task takes_the_one_place_of_each_holder_and_leaves_none_half_taken()
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = new[] { TypeJourneys.Field("tradeName", required: true), TypeJourneys.Field("address", required: true) };
        definition["unique"] = new { siteField = "address" };
        var kind = new TypedItem(host, 311);
        await kind.PublishAsync(definition);
        var joint = await host.JointLicence(kind.Item);
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            using var second = await kind.MintAsync(await host.ApprovedCase(person, kind.Item));
            await second.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
        }
        await host.StepAsync(joint, "revocation", 1);
        // Of one holder alone, which then stands in the way of a joint one; the other's place stays free.
        var alone = await kind.LicenceAsync("citizen2");
        using var refused = await kind.MintAsync(await host.ApprovedJointCase(kind.Item), version: 4);
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "licence-place-occupied");
        await kind.LicenceAsync();
        await host.StepAsync(alone, "revocation", 1);
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task is_for_the_type_to_allow()
    {
        var kind = new TypedItem(host, 312);
        await kind.PublishAsync();
        var early = await host.ApprovedJointCase(kind.Item);
        var definition = TypeJourneys.Definition();
        definition["severalHolders"] = false;
        await host.PublishAsync(kind.Type, version: 2, definition);
        using (var applicant = await host.SignedInAs("citizen"))
        using (var together = await applicant.WriteAsync("/api/v1/cases", JointJourneys.Application(kind.Item)))
            await together.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-one-holder");
        using (var minted = await kind.MintAsync(early, version: 4))
            await minted.ShouldBeProblem(HttpStatusCode.Conflict, "licence-type-one-holder");
        using (var anybody = host.Anonymous())
        using (var type = await anybody.GetAsync(new Uri($"/api/v1/licence-types/{kind.Type}", UriKind.Relative), Token))
            (await type.JsonAsync()).GetProperty("definition").GetProperty("severalHolders").GetBoolean().ShouldBeFalse();
        await kind.LicenceAsync();
    }

    [Fact]
    public async Task lets_any_of_the_names_be_matched_and_each_holder_revoke_a_copy()
    {
        var id = await host.JointLicence();
        var identifier = await host.IdentifierOf(id);
        using var verifier = await host.SignedInAs("verifier");
        foreach (var (holderName, matches) in ((string, bool)[])[("王芳", true), ("李强", true), ("赵六", false)])
        {
            using var answer = await verifier.WriteAsync("/api/v1/verify/match", new { identifier, holderName });
            (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("matches").GetBoolean().ShouldBe(matches, holderName);
        }
        using var one = await host.SignedInAs("citizen");
        using var made = await one.WriteAsync(
            $"/api/v1/licences/{id}/copies", new { recipient = "房产局", purpose = "备案", until = TimeProvider.System.GetUtcNow().AddDays(7) });
        var copy = (await made.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var other = await host.SignedInAs("citizen2");
        (await host.ReadAsync("citizen2", $"licence-copies/{copy}")).GetProperty("recipient").GetString().ShouldBe("房产局");
        using var revoked = await other.WriteAsync($"/api/v1/licence-copies/{copy}/revocation", version: 1);
        revoked.EnsureSuccessStatusCode();
    }

    private static IEnumerable<string?> Names(JsonElement list, string member) =>
        list.EnumerateArray().Select(one => one.GetProperty(member).GetString());

    private static bool Has(JsonElement value, string member) => value.TryGetProperty(member, out _);
}
