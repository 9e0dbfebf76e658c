using Registry.Api.Tests.Documents;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.SharingService;

public sealed class Verifying_a_file_for_a_system(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task answers_with_the_code_of_the_verdict_and_all_that_it_rests_on()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        using var file = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        await Eventually.HoldsAsync("the licence is published", async () => (await Verified(file.Bytes)).Code == 0);
        (await Verified(file.Bytes)).Verdict.ShouldBe("valid");
        (await Verified([.. file.Bytes[..^40]])).ShouldBe((905, "tampered"));
        (await Verified("1234"u8.ToArray())).ShouldBe((900, "malformed"));

        await host.StepAsync(licence, "suspension", version: 1);
        (await Verified(file.Bytes)).ShouldBe((23, "suspended"));
        await host.StepAsync(licence, "revocation", version: 2);
        (await Verified(file.Bytes)).ShouldBe((21, "revoked"));
    }

    [Fact]
    public async Task wants_a_file_in_base64()
    {
        using var system = await host.SignedInAs("system");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = "" }).ShouldBeRefused(400, "field-missing", 12, "data.fileContent");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = "%" }).ShouldBeRefused(400, "field-malformed", 900, "data.fileContent");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = new byte[(2 << 20) + 1] }).ShouldBeRefused(413, "body-too-large", 900);
    }

    private async Task<(int Code, string Verdict)> Verified(byte[] file)
    {
        using var system = await host.SignedInAs("system");
        using var answer = await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = file });
        var body = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (body.GetProperty("head").GetProperty("status").GetInt32(), body.GetProperty("data").GetProperty("verdict").GetString()!);
    }
}
