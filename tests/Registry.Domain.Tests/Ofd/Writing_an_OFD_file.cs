using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Registry.Domain.Ofd;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using Registry.Domain.Tests.Seals;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Ofd;

public sealed class Writing_an_OFD_file
{
    private static readonly XNamespace Space = "http://www.ofdspec.org/2016";

    [Fact]
    public void what_is_written_verifies_and_says_what_it_is()
    {
        var verdict = OfdVerifier.Verify(Write(), Workshop.Trust);
        verdict.Code.ShouldBeNull();
        verdict.IsSound.ShouldBeTrue();
        verdict.IsTest.ShouldBeTrue();
        verdict.Data.ShouldBe(Workshop.Data);
        verdict.Seal!.Seal.Info.Name.ShouldStartWith(TestSeals.Mark);
    }

    [Fact]
    public void the_same_input_makes_the_same_file_but_for_the_nonce_of_the_seal()
    {
        var (one, two) = (Zip.Files(Write()), Zip.Files(Write()));
        one.Select(file => file.Name).ShouldBe(two.Select(file => file.Name));
        foreach (var (first, second) in one.Zip(two).Where(pair => !pair.First.Name.EndsWith("SignedValue.dat", StringComparison.Ordinal)))
            first.Content.ShouldBe(second.Content);
        Write(new Repeating()).ShouldBe(Write(new Repeating()));
    }

    [Fact]
    public void the_pages_have_the_text_with_an_advance_for_each_character_but_the_last()
    {
        var page = XElement.Parse(Encoding.UTF8.GetString(Part("Doc_0/Pages/Page_0/Content.xml")));
        var codes = page.Descendants(Space + "TextCode").ToList();
        codes.Select(code => code.Value).ShouldBe(["营业执照", "Name 名称: 示范有限公司 𠮷"]);
        codes[0].Attribute("DeltaX")!.Value.ShouldBe("8 8 8");
        codes[1].Attribute("DeltaX")!.Value.Split(' ').Length.ShouldBe(16);
        page.Descendants(Space + "ImageObject").Single().Attribute("Boundary")!.Value.ShouldBe("160 240 30 30");
    }

    [Fact]
    public void every_number_is_given_once_and_none_is_above_the_greatest()
    {
        var document = XElement.Parse(Encoding.UTF8.GetString(Part("Doc_0/Document.xml")));
        var numbers = Zip.Files(Write())
            .Where(file => file.Name.EndsWith(".xml", StringComparison.Ordinal) && !file.Name.Contains("Signs", StringComparison.Ordinal))
            .SelectMany(file => XElement.Parse(Encoding.UTF8.GetString(file.Content)).DescendantsAndSelf().Attributes("ID"))
            .Select(id => int.Parse(id.Value, CultureInfo.InvariantCulture)).ToList();
        numbers.ShouldBeUnique();
        numbers.Max().ToString(CultureInfo.InvariantCulture).ShouldBe(document.Descendants(Space + "MaxUnitID").Single().Value);
    }

    [Fact]
    public void every_file_but_the_signature_s_own_two_is_covered()
    {
        var files = Zip.Files(Write());
        var xml = XElement.Parse(Encoding.UTF8.GetString(Part("Doc_0/Signs/Sign_0/Signature.xml")));
        xml.Descendants(Space + "Reference").Select(reference => reference.Attribute("FileRef")!.Value.TrimStart('/'))
            .ShouldBe(files.Select(file => file.Name).Where(name => !name.Contains("Sign_0", StringComparison.Ordinal)));
        xml.Descendants(Space + "References").Single().Attribute("CheckMethod")!.Value.ShouldBe("1.2.156.10197.1.401");
    }

    private static byte[] Write(ISigner? key = null) => OfdFile.Write(
        Workshop.Sheets, Workshop.Data, key is null ? Workshop.Holder : Workshop.Holder with { Key = key }, Workshop.Now);

    private static byte[] Part(string name) => Zip.Files(Write()).Single(file => file.Name == name).Content;

    /// <summary>Signs everything alike.</summary>
    private sealed class Repeating : ISigner
    {
        public string Algorithm => Sm2.Name;

        public string KeyId => "repeating";

        public byte[] PublicKeySpki => [];

        public byte[] Sign(ReadOnlySpan<byte> message) => [.. Enumerable.Repeat((byte)1, Sm2.SignatureLength)];
    }
}
