using System.Text;
using Registry.Domain.Ofd;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Registry.Domain.Tests.Seals;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Ofd;

public sealed class Verifying_a_hostile_OFD_file
{
    private const string Page = "Doc_0/Pages/Page_0/Content.xml";
    private const string Signature = "Doc_0/Signs/Sign_0/Signature.xml";
    private const string SignedValue = "Doc_0/Signs/Sign_0/SignedValue.dat";

    private static readonly byte[] Good = OfdFile.Write(Workshop.Sheets, Workshop.Data, Workshop.Holder, Workshop.Now);

    [Fact]
    public void every_file_that_is_changed_is_named()
    {
        foreach (var (name, _) in Zip.Files(Good).Where(file => !file.Name.Contains("Sign_0", StringComparison.Ordinal)))
        {
            // A space at the end leaves XML and PNG as they were to their readers.
            var verdict = Judge(Zip.With(Good, name, content => [.. content, (byte)' ']));
            (verdict.Code, verdict.File).ShouldBe((OfdFault.FileChanged.Code(), name));
            verdict.Data.ShouldBeEmpty();
        }
    }

    [Fact]
    public void a_change_of_the_signature_s_text_breaks_the_seal() =>
        CodeOf(Zip.With(Good, Signature, content => [.. content, (byte)' '])).ShouldBe(SealFault.DataHash.Code());

    [Fact]
    public void a_broken_seal_is_told_with_the_seal_s_code() =>
        CodeOf(Zip.With(Good, SignedValue, content => [.. content[..^1], (byte)(content[^1] ^ 1)])).ShouldBe(SealFault.Signature.Code());

    [Fact]
    public void a_file_that_was_added_is_not_covered()
    {
        var verdict = Judge(Zip.Of([.. Zip.Files(Good), ("Doc_0/Pages/Page_9/Content.xml", "<a/>"u8.ToArray())]));
        (verdict.Code, verdict.File).ShouldBe((OfdFault.FileUncovered.Code(), "Doc_0/Pages/Page_9/Content.xml"));
    }

    [Fact]
    public void a_seal_that_covers_one_file_too_few_is_refused_though_its_holder_set_it()
    {
        var verdict = Judge(Resealed(xml => xml.Replace(Reference(xml, Page), "", StringComparison.Ordinal)));
        (verdict.Code, verdict.File).ShouldBe((OfdFault.FileUncovered.Code(), Page));
    }

    [Fact]
    public void a_file_that_is_gone_is_missed()
    {
        var verdict = Judge(Zip.Of(Zip.Files(Good).Where(file => file.Name != Page)));
        (verdict.Code, verdict.File).ShouldBe((OfdFault.FileMissing.Code(), Page));
    }

    [Fact]
    public void another_hash_function_is_refused() =>
        CodeOf(Resealed(xml => xml.Replace(SealOids.Sm3 + "\"", "MD5\"", StringComparison.Ordinal))).ShouldBe(OfdFault.CheckMethod.Code());

    [Fact]
    public void a_seal_set_on_another_path_is_refused() =>
        CodeOf(Resealed(xml => xml, property: "/Doc_1/Signs/Sign_0/Signature.xml")).ShouldBe(OfdFault.Property.Code());

    [Fact]
    public void another_seal_is_refused()
    {
        var other = Workshop.Seals.Make("别的局", "340100-0002", Workshop.Key(4), Workshop.Picture);
        CodeOf(Resealed(xml => xml, Workshop.Holder with { Seal = other.Seal })).ShouldBe(SealFault.SignerNotListed.Code());
    }

    [Fact]
    public void a_file_without_a_seal_is_not_sealed() =>
        CodeOf(Zip.With(Good, "OFD.xml", content => Replace(content, "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>", "")))
            .ShouldBe(OfdFault.NotSigned.Code());

    [Fact]
    public void a_second_signature_is_refused() =>
        CodeOf(Zip.With(Good, "Doc_0/Signs/Signatures.xml", content =>
            Replace(content, "</ofd:Signatures>", """<ofd:Signature ID="2" BaseLoc="/x"/></ofd:Signatures>""")))
            .ShouldBe(OfdFault.SeveralSignatures.Code());

    [Theory]
    [InlineData("../evil.xml")]
    [InlineData("/etc/passwd")]
    [InlineData("Doc_0/./a.xml")]
    [InlineData("Doc_0//a.xml")]
    [InlineData("Doc_0\\a.xml")]
    [InlineData("C:a.xml")]
    public void a_name_that_leads_elsewhere_is_refused(string name) =>
        CodeOf(Zip.Of([.. Zip.Files(Good), (name, [])])).ShouldBe(OfdFault.Path.Code());

    [Theory]
    [InlineData(Page)]
    [InlineData("DOC_0/pages/Page_0/Content.xml")]
    public void a_name_twice_is_refused(string name) =>
        CodeOf(Zip.Of([.. Zip.Files(Good), (name, [])])).ShouldBe(OfdFault.NameRepeated.Code());

    [Fact]
    public void a_bomb_does_not_go_off() =>
        CodeOf(Zip.Of([.. Zip.Files(Good), ("Doc_0/bomb", new byte[33 << 20])])).ShouldBe(OfdFault.TooLarge.Code());

    [Fact]
    public void a_crowd_of_files_is_refused() =>
        CodeOf(Zip.Of(Enumerable.Range(0, 257).Select(number => ($"a{number}", Array.Empty<byte>())))).ShouldBe(OfdFault.TooLarge.Code());

    [Fact]
    public void a_file_that_is_too_long_is_not_opened() => CodeOf(new byte[(8 << 20) + 1]).ShouldBe(OfdFault.TooLarge.Code());

    [Fact]
    public void a_document_type_is_refused_before_an_entity_can_be_looked_up() =>
        CodeOf(Zip.With(Good, "OFD.xml", content =>
            Replace(content, "<ofd:OFD", """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ofd:OFD""")))
            .ShouldBe(OfdFault.Malformed.Code());

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("<?xml version=\"1.0\"?><a/>")]
    public void what_is_no_zip_is_malformed(string text) => CodeOf(Encoding.UTF8.GetBytes(text)).ShouldBe(OfdFault.Malformed.Code());

    [Fact]
    public void no_octet_that_is_changed_makes_the_reader_throw()
    {
        for (var i = 0; i < Good.Length; i += 13)
        {
            var bad = Good.ToArray();
            bad[i] ^= 0x81;
            Should.NotThrow(() => Judge(bad), $"octet {i}");
        }
    }

    [Fact]
    public void codes_never_change() =>
        Enum.GetValues<OfdFault>().Select(fault => fault.Code()).ShouldBe(
        [
            "ofd-malformed", "ofd-too-large", "ofd-path", "ofd-name-repeated", "ofd-not-signed", "ofd-several-signatures",
            "ofd-property", "ofd-check-method", "ofd-file-missing", "ofd-file-changed", "ofd-file-uncovered",
        ]);

    private static OfdVerdict Judge(byte[] file) => OfdVerifier.Verify(file, Workshop.Trust);

    private static string? CodeOf(byte[] file) => Judge(file).Code;

    /// <summary>The file with another Signature.xml, on which the holder has set the seal anew.</summary>
    private static byte[] Resealed(Func<string, string> change, SealHolder? holder = null, string property = "/" + Signature)
    {
        byte[] signature = [];
        var changed = Zip.With(Good, Signature, content => signature = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(content))));
        return Zip.With(changed, SignedValue,
            _ => SealSignature.Set(holder ?? Workshop.Holder, Workshop.Now, Sm3.Hash(signature), property));
    }

    private static string Reference(string xml, string name)
    {
        var start = xml.IndexOf($"<ofd:Reference FileRef=\"/{name}\"", StringComparison.Ordinal);
        var end = xml.IndexOf("</ofd:Reference>", start, StringComparison.Ordinal) + "</ofd:Reference>".Length;
        return xml[start..end];
    }

    private static byte[] Replace(byte[] content, string old, string with)
    {
        var text = Encoding.UTF8.GetString(content);
        text.ShouldContain(old);
        return Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal));
    }
}
