using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Documents;
using Registry.Api.Tests.Documents;
using Registry.Api.Tests.Licences;
using Registry.Domain.Documents;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

public sealed class Downloading_a_copy(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task gives_a_sealed_file_with_what_was_granted_and_for_whom_on_every_page()
    {
        var (licence, identifier) = await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var made = await MadeAsync(system, grant, identifier, "ofd");
        var before = await host.CountAsync("access_disclosed.v1");
        var file = await FetchAsync(system, made);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);

        var pages = PagesOf(file);
        pages.ShouldNotBeEmpty();
        foreach (var page in pages)
            foreach (var words in (string[])["system-health-permits", "办理卫生许可，案卷留存", "有效至", made.GetProperty("certificateCopyId").GetString()!])
                page.ShouldContain(words);
        var all = string.Concat(pages);
        all.ShouldContain("王芳");
        all.ShouldContain("𠮷祥面馆".Replace("𠮷", "〔U+20BB7〕", StringComparison.Ordinal));
        all.ShouldNotContain("示范路");
        all.ShouldNotContain("340104");
        // The seal is over the page as it is: whoever takes the words off breaks it.
        DocumentChecker.CheckOfd(file, host.Services.GetRequiredService<AgencySeals>().Trust).Licence!.ToString().ShouldBe(identifier);

        using var citizen = await host.SignedInAs("citizen");
        using var copies = await citizen.GetAsync($"/api/v1/licences/{licence}/copies", TestContext.Current.CancellationToken);
        (await copies.JsonAsync()).EnumerateArray().ShouldHaveSingleItem().GetProperty("maker").GetString().ShouldBe("grantee");
        using var copy = await citizen.GetAsync($"/api/v1/licence-copies/{made.GetProperty("certificateCopyId").GetString()}", TestContext.Current.CancellationToken);
        var note = await copy.EnsureSuccessStatusCode().JsonAsync();
        note.GetProperty("certificateCopyCause").GetString().ShouldBe("办理卫生许可，案卷留存");
        note.GetProperty("recipient").GetString()!.ShouldEndWith(" system-health-permits");
    }

    [Fact]
    public async Task gives_a_pdf_whose_watermark_others_read()
    {
        var (_, identifier) = await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var made = await MadeAsync(system, grant, identifier, "pdf");
        using var pdf = Opened.Of(await FetchAsync(system, made), "copy.pdf");
        await pdf.AskAsync("qpdf", "--check", "copy.pdf");
        (await pdf.AskAsync("pdftotext", "-raw", "copy.pdf", "-")).ShouldContain("system-health-permits");
    }

    [Fact]
    public async Task takes_a_code_once_from_the_system_and_for_the_licence_that_it_is_for()
    {
        var (_, identifier) = await host.MintedLicence("citizen");
        var (_, other) = await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var code = await system.AuthCodeAsync(grant, identifier);

        await host.ChargeAsync("system-health-2", Health, "340100", "sharedAccess");
        using var neighbour = host.SignedInWith(new(TokenForge.Officer(Health, "340100", "system")) { ["sub"] = "system-health-2" });
        await neighbour.OrderAsync(grant, code, identifier).ShouldBeRefused(404, "not-found", 10);
        await system.OrderAsync(await host.GrantToHealth(), code, identifier).ShouldBeRefused(404, "not-found", 10);
        await system.OrderAsync(grant, code, other).ShouldBeRefused(404, "not-found", 10);
        // Nothing of that has used it up; twenty at once have it once.
        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.OrderAsync(grant, code, identifier)));
        asked.Count(answer => answer.IsSuccessStatusCode).ShouldBe(1);
        foreach (var answer in asked)
            answer.Dispose();

        var late = await system.AuthCodeAsync(grant, identifier);
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '{grant}%'");
        await system.OrderAsync(grant, late, identifier).ShouldBeRefused(404, "not-found", 10);
    }

    [Fact]
    public async Task ends_with_the_link_the_copy_the_grant_and_the_licence()
    {
        var (licence, identifier) = await host.MintedLicence("citizen");
        using var system = await host.SignedInAs("system");
        var grant = await host.GrantToHealth();
        var made = await MadeAsync(system, grant, identifier, "ofd");
        using (var anybody = host.Anonymous())
            await anybody.GetAsync(Url(made), TestContext.Current.CancellationToken).ShouldBeRefused(401, "not-authenticated", 11);
        await host.ChargeAsync("system-health-3", Health, "340100", "sharedAccess");
        using (var neighbour = host.SignedInWith(new(TokenForge.Officer(Health, "340100", "system")) { ["sub"] = "system-health-3" }))
            await neighbour.GetAsync(Url(made), TestContext.Current.CancellationToken).ShouldBeRefused(404, "not-found", 10);
        await FetchAsync(system, made);
        await host.ExecuteAsync($"update wallet_secret set expires_at = now() - interval '1 second' where detail like '{grant}%'");
        await system.GetAsync(Url(made), TestContext.Current.CancellationToken).ShouldBeRefused(404, "not-found", 10);

        var taken = await MadeAsync(system, grant, identifier, "ofd");
        using var citizen = await host.SignedInAs("citizen");
        (await citizen.WriteAsync($"/api/v1/licence-copies/{taken.GetProperty("certificateCopyId").GetString()}/revocation", version: 1)).EnsureSuccessStatusCode();
        await system.GetAsync(Url(taken), TestContext.Current.CancellationToken).ShouldBeRefused(409, "copy-already-revoked", 902);

        var ungranted = await MadeAsync(system, grant, identifier, "ofd");
        var refused = await system.AuthCodeAsync(grant, identifier);
        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"/api/v1/sharing-grants/{grant}/revocation", version: 2)).EnsureSuccessStatusCode();
        var before = await host.CountAsync("access_refused.v1");
        await system.GetAsync(Url(ungranted), TestContext.Current.CancellationToken).ShouldBeRefused(404, "access-sharing-not-open", 100);
        await system.OrderAsync(grant, refused, identifier).ShouldBeRefused(404, "access-sharing-not-open", 100);
        (await host.CountAsync("access_refused.v1")).ShouldBe(before + 2);

        var second = await host.GrantToHealth();
        var (unused, ended) = (await system.AuthCodeAsync(second, identifier), await MadeAsync(system, second, identifier, "ofd"));
        await host.StepAsync(licence, "suspension", version: 1);
        await system.GetAsync(Url(ended), TestContext.Current.CancellationToken).ShouldBeRefused(409, "shared-licence-ended", 21);
        await system.OrderAsync(second, unused, identifier).ShouldBeRefused(409, "shared-licence-restricted", 23);
        await host.StepAsync(licence, "revocation", version: 2);
        await system.OrderAsync(second, unused, identifier).ShouldBeRefused(409, "shared-licence-ended", 21);
    }

    [Fact]
    public async Task is_refused_without_a_purpose_and_beyond_the_grant_s_last_day()
    {
        var (_, identifier) = await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var code = await system.AuthCodeAsync(grant, identifier);
        await system.OrderAsync(grant, code, identifier, cause: " ").ShouldBeRefused(400, "field-missing", 12, "data.certificateCopyCause");
        await system.OrderAsync(grant, code, identifier, cause: new string('办', 201)).ShouldBeRefused(400, "field-malformed", 900, "data.certificateCopyCause");
        await system.OrderAsync(grant, code, identifier, fileType: "png").ShouldBeRefused(400, "field-malformed", 900, "data.fileType");
        var now = TimeProvider.System.GetUtcNow();
        await system.OrderAsync(grant, code, identifier, until: now.AddDays(32)).ShouldBeRefused(409, "copy-after-grant", 902);
        await system.OrderAsync(grant, code, identifier, until: now.AddSeconds(-1)).ShouldBeRefused(409, "copy-until-past", 902);
    }

    private static async Task<JsonElement> MadeAsync(HttpClient system, Guid grant, string identifier, string fileType) =>
        await system.OrderAsync(grant, await system.AuthCodeAsync(grant, identifier), identifier, fileType).DataAsync();

    private static string Url(JsonElement made) => made.GetProperty("fileUrl").GetString()!;

    private static async Task<byte[]> FetchAsync(HttpClient system, JsonElement made)
    {
        using var answer = await system.GetAsync(Url(made), TestContext.Current.CancellationToken);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string> PagesOf(byte[] ofd)
    {
        using var archive = new ZipArchive(new MemoryStream(ofd));
        return [.. archive.Entries.Where(entry => entry.FullName.EndsWith("/Content.xml", StringComparison.Ordinal)).Select(entry =>
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            return reader.ReadToEnd();
        })];
    }
}
