using System.Security.Cryptography;
using System.Text.Json;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Api.Tests.Verification;

namespace Registry.Api.Tests.Documents;

/// <summary>registry-verify licence on an OFD and a PDF, with files that anybody can have.</summary>
public sealed class Checking_a_document_offline(IssuingHost host) : IClassFixture<IssuingHost>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("registry-check-").FullName;

    [Theory]
    [InlineData("document.ofd", "seal-ca")]
    [InlineData("document.pdf", "ca")]
    public async Task says_of_each_question_by_itself_what_is_known(string document, string trust)
    {
        var (licence, identifier) = await host.LicenceForAYear();
        using var file = await Opened.DownloadAsync(host, "issuer", licence, document);
        await FetchAsync(identifier);
        // It has no place in a status list: its status is unknown until a receipt tells it.
        await ShouldBe(2, file.Bytes, [trust], "integrity-ok", "issuer-ok", "status-unavailable", "validity-ok", "log-receipt-missing");
        await ShouldBe(0, file.Bytes, [trust, "check", "check-keys"], "integrity-ok", "issuer-ok", "status-valid", "validity-ok", "log-receipt-missing");
        var text = await VerifierProcess.OnFileAsync("licence", file.Bytes, [.. Options([trust]), "--lang", "en"]);
        text.Output.Contains("test seal", StringComparison.Ordinal).ShouldBe(document == "document.ofd");

        await host.StepAsync(licence, "suspension", version: 1);
        await FetchAsync(identifier);
        await ShouldBe(1, file.Bytes, [trust, "check", "check-keys"], "integrity-ok", "issuer-ok", "suspended", "validity-ok", "log-receipt-missing");
        // Of another licence, a receipt says nothing.
        await FetchAsync((await host.LicenceForAYear()).Identifier);
        await ShouldBe(2, file.Bytes, [trust, "check", "check-keys"], "integrity-ok", "issuer-ok", "status-unavailable", "validity-ok", "log-receipt-missing");
    }

    [Fact]
    public async Task says_what_was_changed_or_is_another_s()
    {
        var (licence, identifier) = await host.LicenceForAYear();
        await FetchAsync(identifier);
        string[] none = ["not-checked", "not-checked", "not-checked", "not-checked"];
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        await ShouldBe(2, pdf.Bytes, ["jwks"], "integrity-ok", "issuer-ok", "status-unavailable", "validity-ok", "log-receipt-missing");
        await ShouldBe(1, [.. pdf.Bytes, 10], ["ca"], ["pdf-extended", .. none]);
        await ShouldBe(2, pdf.Bytes, ["other-ca"], ["not-checked", "unknown-issuer", .. none[1..]]);
        (await VerifierProcess.OnFileAsync("licence", pdf.Bytes, Options(["seal-ca"]))).ExitCode.ShouldBe(64);

        using var ofd = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        await ShouldBe(1, ofd.Bytes[..^40], ["seal-ca"], ["ofd-malformed", .. none]);
        await ShouldBe(2, ofd.Bytes, ["other-ca"], ["not-checked", "seal-signer-chain", .. none[1..]], "seal-ca");
        (await VerifierProcess.OnFileAsync("licence", ofd.Bytes, Options(["ca"]))).ExitCode.ShouldBe(64);
        await WriteAsync("seal-crl", "no list");
        (await VerifierProcess.OnFileAsync("licence", ofd.Bytes, Options(["seal-ca", "seal-crl"]))).ExitCode.ShouldBe(64);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private Task ShouldBe(int exit, byte[] file, string[] with, params string[] codes) => ShouldBe(exit, file, with, codes, option: null);

    /// <param name="option">The option that the one file is given to, where it is not the file's own name.</param>
    private async Task ShouldBe(int exit, byte[] file, string[] with, string[] codes, string? option)
    {
        var run = await VerifierProcess.OnFileAsync("licence", file, [.. Options(with, option), "--json"]);
        run.ExitCode.ShouldBe(exit, run.Output + run.Error);
        using var json = JsonDocument.Parse(run.Output);
        json.RootElement.GetProperty("answers").EnumerateObject().Select(answer => answer.Value.GetProperty("code").GetString()).ShouldBe(codes);
    }

    private string[] Options(string[] with, string? option = null) =>
        [.. with.SelectMany(name => (string[])[$"--{option ?? name.Replace("other-", "", StringComparison.Ordinal)}", Path.Combine(directory, name)])];

    private async Task FetchAsync(string identifier)
    {
        using var anybody = host.Anonymous();
        foreach (var (name, path) in (IReadOnlyList<(string, string)>)
        [
            ("ca", "/licence-authority/root.pem"), ("seal-ca", "/seal-authority/root.pem"), ("jwks", IssuingHost.WellKnown), ("check-keys", "/api/v1/verify/keys"),
            ("check", $"/api/v1/verify/{identifier}/receipt"),
        ])
            await WriteAsync(name, await anybody.GetStringAsync(new Uri(path, UriKind.Relative)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=other", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(host.Registry.Clock.GetUtcNow().AddDays(-1), host.Registry.Clock.GetUtcNow().AddDays(1));
        await WriteAsync("other-ca", other.ExportCertificatePem());
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(directory, name), text);
}
