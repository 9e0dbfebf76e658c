using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Documents;
using Registry.Api.Tests.Documents;
using Registry.Api.Tests.Licences;
using Registry.Domain.Documents;
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

    [Theory]
    [InlineData("ofd")]
    [InlineData("pdf")]
    public async Task tells_a_copy_that_was_taken_back_from_its_licence(string fileType)
    {
        var (_, identifier) = await host.MintedLicence("citizen");
        var (file, made) = await CopyAsync(identifier, fileType, ServiceJourneys.InAWeek);
        await Eventually.HoldsAsync("the licence is published", async () => (await Verified(file)).Code == 0);
        using var citizen = await host.SignedInAs("citizen");
        (await citizen.WriteAsync($"/api/v1/licence-copies/{made}/revocation", version: 1)).EnsureSuccessStatusCode();
        (await Verified(file)).ShouldBe((902, "copyRevoked"));
        (await FailedAsync(file)).ShouldBe(("status", "copy-revoked"));
    }

    [Fact]
    public async Task tells_a_copy_that_is_over_from_its_licence()
    {
        var (licence, identifier) = await host.MintedLicence("citizen");
        var (file, _) = await CopyAsync(identifier, "ofd", TimeProvider.System.GetUtcNow().AddSeconds(3));
        await Eventually.HoldsAsync("the copy is over", async () => await Verified(file) == (902, "copyOver"));
        (await FailedAsync(file)).ShouldBe(("validity", "copy-over"));
        // Offline, too: its end stands in it.
        DocumentChecker.CheckOfd(file, host.Services.GetRequiredService<AgencySeals>().Trust).Answers.Validity.Code.ShouldBe("copy-over");
        // What became of the licence weighs more.
        await host.StepAsync(licence, "revocation", version: 1);
        (await Verified(file)).ShouldBe((21, "revoked"));
    }

    [Fact]
    public async Task wants_a_file_in_base64()
    {
        using var system = await host.SignedInAs("system");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = "" }).ShouldBeRefused(400, "field-missing", 12, "data.fileContent");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = "%" }).ShouldBeRefused(400, "field-malformed", 900, "data.fileContent");
        await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = new byte[(2 << 20) + 1] }).ShouldBeRefused(413, "body-too-large", 900);
    }

    private async Task<(byte[] File, string Copy)> CopyAsync(string identifier, string fileType, DateTimeOffset until)
    {
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var made = await system.OrderAsync(grant, await system.AuthCodeAsync(grant, identifier), identifier, fileType, until).DataAsync();
        var file = await system.GetByteArrayAsync(
            new Uri(made.GetProperty("fileUrl").GetString()!, UriKind.Relative), TestContext.Current.CancellationToken);
        return (file, made.GetProperty("certificateCopyId").GetString()!);
    }

    private async Task<(string Check, string Code)> FailedAsync(byte[] file)
    {
        using var system = await host.SignedInAs("system");
        using var answer = await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = file });
        var failed = (await answer.JsonAsync()).GetProperty("data").GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("outcome").GetString() == "failed");
        return (failed.GetProperty("check").GetString()!, failed.GetProperty("code").GetString()!);
    }

    private async Task<(int Code, string Verdict)> Verified(byte[] file)
    {
        using var system = await host.SignedInAs("system");
        using var answer = await system.AskAsync("verifyFile", Guid.NewGuid(), new { fileContent = file });
        var body = await answer.EnsureSuccessStatusCode().JsonAsync();
        return (body.GetProperty("head").GetProperty("status").GetInt32(), body.GetProperty("data").GetProperty("verdict").GetString()!);
    }
}
