using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Documents;
using Registry.Api.Hosting;
using Registry.Api.Tests.Credentials;
using Registry.Api.Tests.Documents;
using Registry.Api.Tests.Issuers;
using Registry.Api.Tests.Licences;
using Registry.Domain;
using Registry.Domain.Credentials;
using Registry.Domain.Documents;
using Registry.Domain.Documents.Pdf;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Keys;
using Registry.Domain.Ofd;
using Registry.Domain.Sheets;
using Registry.Domain.Signatures;
using Registry.Testing;

namespace Registry.Api.Tests.Verify;

/// <summary>What anybody is told of a file that they were given.</summary>
public sealed class Verifying_a_file(IssuingHost host) : IClassFixture<IssuingHost>
{
    private const string Page = "Doc_0/Pages/Page_0/Content.xml";

    [Fact]
    public async Task a_credential_and_documents_are_judged_by_themselves_and_then_by_what_the_registry_knows()
    {
        var (licence, identifier) = await host.MintedLicence();
        var (_, credential) = await host.CredentialOf(licence);
        foreach (var (file, kind) in ((byte[], string)[])[(Encoding.ASCII.GetBytes(credential), "sdJwt"), (await OfdOf(licence), "ofd"), (await PdfOf(licence), "pdf")])
        {
            var answer = await PublishedAnswerOn(file);
            answer.GetProperty("verdict").GetString().ShouldBe("valid");
            answer.GetProperty("file").GetProperty("kind").GetString().ShouldBe(kind);
            answer.GetProperty("file").TryGetProperty("testSeal", out var test).ShouldBe(kind == "ofd");
            Codes(answer)[0].ShouldBe(("integrity", "passed", "integrity-ok"));
            // Beyond that it is word for word what the identifier tells anybody.
            var known = await host.VerdictOn(identifier);
            Codes(answer)[1..].ShouldBe(Codes(known));
            foreach (var name in (string[])["identifier", "issuer", "validFrom", "minted"])
                answer.GetProperty(name).ToString().ShouldBe(known.GetProperty(name).ToString());
            (test.ValueKind is JsonValueKind.True).ShouldBe(kind == "ofd");
        }
    }

    [Fact]
    public async Task what_has_become_of_the_licence_since_is_told()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, credential) = await host.CredentialOf(licence);
        var (ofd, pdf) = (await OfdOf(licence), await PdfOf(licence));
        await host.StepAsync(licence, "suspension", version: 1);
        foreach (var file in (byte[][])[Encoding.ASCII.GetBytes(credential), ofd, pdf])
        {
            var answer = await AnswerOn(file);
            answer.GetProperty("verdict").GetString().ShouldBe("suspended");
            Codes(answer)[0].Code.ShouldBe("integrity-ok");
        }
    }

    [Fact]
    public async Task a_sealed_document_with_one_file_changed_or_added_is_tampered_with_and_of_nobody()
    {
        var (licence, _) = await host.MintedLicence();
        var good = await OfdOf(licence);
        await ShouldBeRefused(With(good, Page, content => [.. content, (byte)' ']), "tampered", "integrity", "ofd-file-changed");
        await ShouldBeRefused(With(good, "Doc_0/Pages/Page_9/Content.xml", _ => "<a/>"u8.ToArray()), "tampered", "integrity", "ofd-file-uncovered");
        await ShouldBeRefused(
            With(good, "Doc_0/Signs/Sign_0/SignedValue.dat", content => [.. content[..^1], (byte)(content[^1] ^ 1)]), "tampered", "integrity",
            "seal-signature");
    }

    [Fact]
    public async Task another_agency_s_seal_on_it_is_not_its_issuer_s()
    {
        var (_, identifier) = await host.MintedLicence();
        var facts = new DocumentFacts(LicenceIdentifier.Parse(identifier), null, null);
        var seals = host.Services.GetRequiredService<AgencySeals>();
        var other = seals.Of(Uscc.Parse("11340100MB1AC0103N"), new LocalText("示范局", "Model bureau"))!;
        var file = OfdFile.Write([new Sheet([], [])], facts.ToData(), other, host.Registry.Clock.GetUtcNow());
        await ShouldBeRefused(file, "unknownIssuer", "issuer", "signer-not-issuer");
        var own = seals.Of(facts.Licence.Issuer, new LocalText("示范局", "Model bureau"))!;
        (await PublishedAnswerOn(OfdFile.Write([new Sheet([], [])], facts.ToData(), own, host.Registry.Clock.GetUtcNow())))
            .GetProperty("verdict").GetString().ShouldBe("valid");
    }

    [Fact]
    public async Task a_credential_with_another_s_disclosure_or_of_an_unknown_key_is_of_nobody()
    {
        var (licence, _) = await host.MintedLicence();
        var (_, text) = await host.CredentialOf(licence);
        var (_, other) = await host.CredentialOf((await host.MintedLicence()).Id);
        var parts = text.Split('~');
        await ShouldBeRefused(string.Join('~', [.. parts[..^1], other.Split('~')[1], ""]), "tampered", "integrity", "malformed");
        var jwt = parts[0].Split('.');
        await ShouldBeRefused(
            $"{jwt[0]}.{jwt[1]}.{other.Split('~')[0].Split('.')[2]}~", "tampered", "integrity", "bad-signature");

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
        var payload = (JsonObject)SdJwt.Parse(text).Parts!.Issued.Payload.DeepClone();
        await ShouldBeRefused(Forged(payload), "unknownIssuer", "issuer", "unknown-issuer");
        payload["iss"] = "https://elsewhere.example/agency/11340100MB1AC012X9";
        await ShouldBeRefused(Forged(payload), "unknownIssuer", "issuer", "unknown-issuer");

        string Forged(JsonObject claims) => SdJwt.Issue(
            new() { ["typ"] = SdJwtVc.Type, ["kid"] = stranger.KeyId }, claims, [], stranger);
    }

    [Fact]
    public async Task a_PDF_that_is_changed_in_any_octet_or_added_to_is_not_what_was_signed()
    {
        var good = await PdfOf((await host.MintedLicence()).Id);
        foreach (var at in (int[])[9, good.Length / 3, good.Length - 2])
        {
            var changed = good.ToArray();
            changed[at] ^= 1;
            await ShouldBeRefused(changed, "tampered", "integrity", "pdf-changed");
        }
        await ShouldBeRefused([.. good, .. "% a comment\n"u8], "tampered", "integrity", "pdf-extended");
        // Nor may anything hide in the room that is left behind the signature.
        var room = Encoding.Latin1.GetString(good).IndexOf("000>>>", StringComparison.Ordinal);
        var filled = good.ToArray();
        filled[room] = (byte)'1';
        await ShouldBeRefused(filled, "tampered", "integrity", "pdf-changed");
    }

    [Fact]
    public async Task a_PDF_without_a_registry_s_signature_cannot_be_judged_and_one_of_another_agency_is_not_the_issuer_s()
    {
        var plain = CertificatePdf.Write([new Sheet([], [])], host.Registry.Clock.GetUtcNow());
        await ShouldBeRefused(plain, "cannotBeJudged", "integrity", "pdf-not-signed");
        await ShouldBeRefused([.. plain, .. "/ByteRange [0 1 2 3]"u8], "cannotBeJudged", "integrity", "pdf-signed-otherwise");

        var (_, identifier) = await host.MintedLicence();
        await ShouldBeRefused(await SignedBy("11340100MB1AC0103N"), "unknownIssuer", "issuer", "unknown-issuer");
        (await PublishedAnswerOn(await SignedBy(IssuingHost.Commerce))).GetProperty("verdict").GetString().ShouldBe("valid");

        async Task<byte[]> SignedBy(string agency)
        {
            var signer = await host.Registry.Issuers.CurrentAsync("340100", Uscc.Parse(agency), TestContext.Current.CancellationToken);
            return PdfSigning.Sign(
                plain, new(LicenceIdentifier.Parse(identifier), null, null), new(signer.Signer, Convert.FromBase64String(signer.Certificate)),
                host.Registry.Clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task a_PDF_by_a_key_that_was_compromised_is_not_believed()
    {
        await using var own = new RegistryHost();
        var runtime = own.Services.GetRequiredService<RegistryRuntime>();
        var (licence, _) = await own.MintedLicence();
        using var old = await Opened.DownloadAsync(own, "issuer", licence, "document.pdf");
        var owner = KeyOwner.OfCredentials(Uscc.Parse(IssuingHost.Commerce));
        var compromised = (await runtime.Issuers.CurrentAsync("340100", owner, TestContext.Current.CancellationToken)).Signer.KeyId;
        await runtime.Custody.RotateAsync("340100", owner, Es256.Name);
        (await runtime.Custody.ReportCompromiseAsync(
            runtime.Logs.EpochsOf("340100")[^1], compromised, from: 0, size: 1, CompromiseReason.KeyExposed, CompromiseReporter.Operator))
            .ShouldBeNull();
        var answer = await AnswerOn(old.Bytes, own);
        answer.GetProperty("verdict").GetString().ShouldBe("unknownIssuer");
        Codes(answer).Single(check => check.Check == "issuer").Code.ShouldBe("key-compromised");
    }

    [Fact]
    public async Task what_is_no_licence_is_told_as_such_and_what_is_too_big_is_not_read()
    {
        var good = await OfdOf((await host.MintedLicence()).Id);
        await ShouldBeRefused("just a text", "malformed", "integrity", "file-kind-unknown");
        await ShouldBeRefused(good[..(good.Length / 2)], "tampered", "integrity", "ofd-malformed");
        await ShouldBeRefused(With(good, "Doc_0/bomb", _ => new byte[33 << 20]), "tampered", "integrity", "ofd-too-large");
        await (await Post([])).ShouldBeProblem(HttpStatusCode.BadRequest, "body-missing", "body");
        await (await Post(new byte[(2 << 20) + 1])).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        (await Post(new byte[2 << 20])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task nothing_of_it_is_kept()
    {
        var file = await OfdOf((await host.MintedLicence()).Id);
        var before = (await host.RowAsync("select count(*) from mt_events"))[0];
        await AnswerOn(file);
        (await host.RowAsync("select count(*) from mt_events"))[0].ShouldBe(before);
    }

    private Task ShouldBeRefused(string text, string verdict, string check, string code) =>
        ShouldBeRefused(Encoding.ASCII.GetBytes(text), verdict, check, code);

    /// <summary>Told for that reason, and nothing of any licence with it.</summary>
    private async Task ShouldBeRefused(byte[] file, string verdict, string check, string code)
    {
        var answer = await AnswerOn(file);
        answer.GetProperty("verdict").GetString().ShouldBe(verdict, answer.ToString());
        var codes = Codes(answer);
        codes.Single(one => one.Check == check).Code.ShouldBe(code);
        codes.Where(one => one.Check is not ("integrity" or "issuer")).ShouldAllBe(one => one.Code == "not-checked");
        foreach (var name in (string[])["issuer", "validFrom", "validUntil", "current", "minted", "intended"])
            answer.TryGetProperty(name, out _).ShouldBeFalse(name);
    }

    private async Task<byte[]> OfdOf(Guid licence)
    {
        using var ofd = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        return ofd.Bytes;
    }

    private async Task<byte[]> PdfOf(Guid licence)
    {
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        return pdf.Bytes;
    }

    private async Task<JsonElement> PublishedAnswerOn(byte[] file)
    {
        JsonElement answer = default;
        await Eventually.HoldsAsync("its newest event is published", async () =>
            Codes(answer = await AnswerOn(file)).Any(check => check.Code == "log-published")
            && Codes(answer).Any(check => check.Code == "freshness-current"));
        return answer;
    }

    private async Task<JsonElement> AnswerOn(byte[] file, RegistryHost? at = null)
    {
        using var answer = await Post(file, at);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }

    private async Task<HttpResponseMessage> Post(byte[] file, RegistryHost? at = null)
    {
        using var anybody = (at ?? host).Anonymous();
        return await anybody.PostAsync(
            new Uri("/api/v1/verify/file", UriKind.Relative), new ByteArrayContent(file), TestContext.Current.CancellationToken);
    }

    private static (string Check, string Outcome, string Code)[] Codes(JsonElement answer) =>
        [.. answer.GetProperty("checks").EnumerateArray().Select(check => (
            check.GetProperty("check").GetString()!, check.GetProperty("outcome").GetString()!, check.GetProperty("code").GetString()!))];

    /// <summary>The package with one part made another, or added.</summary>
    private static byte[] With(byte[] package, string name, Func<byte[], byte[]> change)
    {
        var bytes = new MemoryStream();
        bytes.Write(package);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            var old = new MemoryStream();
            if (archive.GetEntry(name) is { } entry)
            {
                using (var content = entry.Open())
                    content.CopyTo(old);
                entry.Delete();
            }
            using var part = archive.CreateEntry(name).Open();
            part.Write(change(old.ToArray()));
        }
        return bytes.ToArray();
    }
}
