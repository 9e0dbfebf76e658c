using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Reading_the_metadata(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task gives_the_holder_what_the_standard_names()
    {
        var (id, identifier) = await host.MintedLicence();
        var metadata = await ReadAsync(id, "citizen");
        metadata.GetProperty("certificateName").GetString().ShouldBe("营业执照");
        metadata.GetProperty("certificateTypeCode").GetString().ShouldBe("11340100MB1AC012X9001");
        metadata.GetProperty("certificateIdentifier").GetString().ShouldBe(identifier);
        metadata.GetProperty("certificateIssuingAuthorityName").GetString().ShouldBe("合肥市工商行政管理局");
        metadata.GetProperty("certificateHolderName").GetString().ShouldBe("王芳");
        metadata.GetProperty("certificateHolderType").GetString().ShouldBe("111");
        metadata.GetProperty("certificateHolderTypeName").GetString().ShouldBe("居民身份证");
        metadata.GetProperty("fields").GetProperty("KZ_tradeName").GetString().ShouldBe("𠮷祥面馆");
        Codes(metadata).ShouldBe(("01", "01"));
        metadata.TryGetProperty("associatedZzeCertID", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task names_state_and_operation_in_national_codes_and_the_version_before()
    {
        var (id, first) = await host.MintedLicence();
        await host.StepAsync(id, "change", 1, new { fields = new { address = "蜀山区示范路2号" } });
        var changed = await ReadAsync(id, "issuer");
        Codes(changed).ShouldBe(("01", "09"));
        changed.GetProperty("associatedZzeCertID").GetString().ShouldBe(first);
        await host.StepAsync(id, "suspension", 2);
        Codes(await ReadAsync(id, "issuer")).ShouldBe(("02", "03"));
        await host.StepAsync(id, "withdrawal", 3);
        Codes(await ReadAsync(id, "issuer")).ShouldBe(("03", "05"));
    }

    [Fact]
    public async Task tells_a_correction_from_a_change_and_lets_it_take_a_field_off()
    {
        var (id, first) = await host.MintedLicence();
        using var silent = await host.TryAsync(id, "correction", 1, new { fields = new { address = "" }, reason = " " });
        await silent.ShouldBeProblem(HttpStatusCode.BadRequest, "reason-malformed", "reason");
        await host.StepAsync(id, "correction", 1, new { fields = new { address = "" }, reason = "地址录入有误" });
        var corrected = await ReadAsync(id, "issuer");
        Codes(corrected).ShouldBe(("01", "07"));
        corrected.GetProperty("operationText").GetString().ShouldBe("更正");
        corrected.GetProperty("associatedZzeCertID").GetString().ShouldBe(first);
        corrected.GetProperty("fields").TryGetProperty("KZ_address", out _).ShouldBeFalse();
        (await host.WordOn(first)).ShouldBe("superseded");
    }

    [Fact]
    public async Task shows_a_verifier_the_name_alone_and_a_stranger_nothing_and_records_both()
    {
        var (id, _) = await host.MintedLicence();
        var (shown, refused) = (await host.CountAsync("access_disclosed.v1"), await host.CountAsync("access_refused.v1"));
        var metadata = await ReadAsync(id, "verifier");
        metadata.GetProperty("certificateHolderName").GetString().ShouldBe("王芳");
        foreach (var hidden in (string[])["certificateHolderCode", "certificateHolderType", "certificateHolderTypeName", "fields"])
            metadata.TryGetProperty(hidden, out _).ShouldBeFalse(hidden);
        using var stranger = await host.SignedInAs("citizen2");
        using var answer = await stranger.GetAsync(Path(id), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(shown + 1);
        (await host.CountAsync("access_refused.v1")).ShouldBe(refused + 1);
    }

    private static (string? State, string? Operation) Codes(JsonElement metadata) =>
        (metadata.GetProperty("certificateStatus").GetString(), metadata.GetProperty("operationCode").GetString());

    private async Task<JsonElement> ReadAsync(Guid id, string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(Path(id));
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private static Uri Path(Guid id) => new($"/api/v1/licences/{id}/metadata", UriKind.Relative);
}
