using System.Net;
using System.Text;
using Registry.Api.Documents;
using Registry.Api.Tests.Licences;
using Registry.Testing;
using SkiaSharp;

namespace Registry.Api.Tests.Documents;

public sealed class Printing_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task shows_holder_issuer_and_terms_in_both_languages()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        var text = (await pdf.TextAsync()).ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        text.ShouldContain(identifier);
        foreach (var words in (string[])["电子证照Electroniclicence", "持证主体Holder:王芳", "发证机关Issuer:", "有效期起Validfrom:", "扫码核验Scantoverify"])
            text.ShouldContain(words);
    }

    [Fact]
    public async Task shows_the_state_of_the_day_and_the_type_s_words_for_the_fields()
    {
        var (licence, _) = await host.MintedLicence();
        using (var before = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf"))
        {
            var text = Close(await before.TextAsync());
            text.ShouldContain("状态State:有效Valid(20");
            text.ShouldContain("名称Tradename:");
            text.ShouldNotContain("tradeName", Case.Sensitive);
        }
        await host.StepAsync(licence, "suspension", version: 1);
        using var after = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        Close(await after.TextAsync()).ShouldContain("状态State:已暂扣Suspended(20");
    }

    [Fact]
    public async Task names_every_holder()
    {
        using var pdf = await Opened.DownloadAsync(host, "citizen2", await host.JointLicence(), "document.pdf");
        var text = Close(await pdf.TextAsync());
        foreach (var words in (string[])["持证主体Holder:王芳", "持证主体Holder:李强", JointJourneys.Other])
            text.ShouldContain(words);
    }

    private static string Close(string text) => text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);

    [Fact]
    public async Task embeds_the_used_part_of_one_typeface_and_nothing_that_others_find_wrong()
    {
        var (licence, _) = await host.MintedLicence();
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        await pdf.AskAsync("qpdf", "--check", "document.pdf");
        var fonts = (await pdf.AskAsync("pdffonts", "document.pdf")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        var font = fonts.ShouldHaveSingleItem();
        font.ShouldContain("WenQuanYi");
        font.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^5..^2].ShouldBe(["yes", "yes", "yes"], "embedded, subset, with its text");
        pdf.Bytes.Length.ShouldBeLessThan(150_000);
    }

    [Fact]
    public async Task is_signed_as_a_whole_in_the_eyes_of_others()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        var told = await pdf.AskAsync("pdfsig", "-nocert", "document.pdf");
        told.ShouldContain("Signature is Valid.");
        told.ShouldContain("Total document signed");
        told.ShouldContain("ETSI.CAdES.detached");
        told.ShouldContain("SHA-256");
        Encoding.Latin1.GetString(pdf.Bytes).ShouldContain($"/Reason (licence={identifier} valid-from=");
    }

    [Fact]
    public async Task has_a_code_of_at_most_150_octets_that_leads_to_the_verdict()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var pdf = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        await pdf.AskAsync("pdftoppm", "-r", "150", "-png", "document.pdf", "page");
        var read = (await pdf.AskAsync("zbarimg", "--nodbus", "--quiet", "--raw", "page-1.png")).Trim();
        read.ShouldBe($"https://registry.localhost/verify/{identifier}");
        Encoding.UTF8.GetByteCount(read).ShouldBeLessThanOrEqualTo(150);
    }

    [Fact]
    public async Task is_written_once_and_the_same_for_the_same_content()
    {
        var (licence, _) = await host.MintedLicence();
        using var first = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        using var second = await Opened.DownloadAsync(host, "issuer", licence, "document.pdf");
        second.Bytes.ShouldBe(first.Bytes);
    }

    [Fact]
    public async Task shows_each_reader_what_they_may_see()
    {
        var (licence, _) = await host.MintedLicence();
        using var own = await Opened.DownloadAsync(host, "citizen", licence, "document.pdf");
        using var verifier = await Opened.DownloadAsync(host, "verifier", licence, "document.pdf");
        (await own.TextAsync()).ShouldContain("持证主体代码");
        (await verifier.TextAsync()).ShouldNotContain("持证主体代码");
    }

    [Theory]
    [InlineData("document.pdf")]
    [InlineData("document.ofd")]
    public async Task is_not_for_a_stranger(string document)
    {
        var (licence, _) = await host.MintedLicence();
        using var stranger = await host.SignedInAs("citizen2");
        using var answer = await stranger.GetAsync($"/api/v1/licences/{licence}/{document}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void the_reduced_typeface_draws_what_the_whole_one_draws()
    {
        const string text = "示范市Äé王芳 Wang 123 龘";
        using var reduced = CertificateFont.For([text]);
        Drawn(text, reduced).ShouldBe(Drawn(text, CertificateFont.Typeface));
        Drawn("另", reduced).ShouldNotBe(Drawn("另", CertificateFont.Typeface));
    }

    private static byte[] Drawn(string text, SKTypeface typeface)
    {
        using var bitmap = new SKBitmap(600, 60);
        using var canvas = new SKCanvas(bitmap);
        using var font = new SKFont(typeface, 32) { Hinting = SKFontHinting.None };
        using var ink = new SKPaint();
        canvas.DrawText(text, 0, 40, font, ink);
        return bitmap.Bytes;
    }

    [Fact]
    public void a_character_that_the_typeface_lacks_is_spelled_out_and_never_an_empty_box()
    {
        CertificateFont.Shown("王芳 Wang 〇·").ShouldBe("王芳 Wang 〇·");
        CertificateFont.Shown("王𠮷䶮").ShouldBe("王〔U+20BB7〕〔U+4DAE〕");
    }
}
