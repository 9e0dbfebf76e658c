using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Registry.Domain.Sheets;
using Registry.Domain.Signatures;
using static Registry.Domain.Ofd.OfdNames;

namespace Registry.Domain.Ofd;

/// <summary>The parts of an OFD file that its seal covers, in the order of the schemas of GB/T 33190-2016 annex A.</summary>
internal static class OfdParts
{
    private const int FontId = 1;
    private const int FirstPageId = 2;

    public static List<(string Name, byte[] Content)> Of(
        IReadOnlyList<Sheet> sheets, IReadOnlyDictionary<string, string> data, DateTimeOffset setAt)
    {
        var ids = new Ids(FirstPageId + sheets.Count);
        var images = sheets.SelectMany(sheet => sheet.Images).Select((image, number) => (image, number, Id: ids.Next())).ToList();
        var pages = sheets.Select((sheet, number) =>
            (Page(number), Bytes(Content(sheet, image => images.First(one => ReferenceEquals(one.image, image)).Id, ids)))).ToList();
        return
        [
            (Root, Bytes(RootOf(pages.Select(page => page.Item2), data, setAt))),
            (Document, Bytes(DocumentOf(sheets.Count, ids.Last))),
            (PublicResources, Bytes(Fonts())),
            (DocumentResources, Bytes(Pictures(images.Select(image => (image.Id, image.number))))),
            .. pages,
            .. images.Select(image => (Image(image.number), image.image.Png.ToArray())),
            (SignatureList, Bytes(SignaturesList())),
        ];
    }

    internal static XElement Element(string name, params object?[] content) => new(Space + name, content);

    internal static byte[] Bytes(XElement root)
    {
        root.Add(new XAttribute(XNamespace.Xmlns + "ofd", Space.NamespaceName));
        var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
            root.Save(writer);
        return bytes.ToArray();
    }

    internal static string Numbers(params double[] numbers) =>
        string.Join(' ', numbers.Select(number => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture)));

    // The document's number is made of what is on its pages.
    private static XElement RootOf(IEnumerable<byte[]> pages, IReadOnlyDictionary<string, string> data, DateTimeOffset setAt) =>
        Element("OFD", new XAttribute("Version", "1.0"), new XAttribute("DocType", "OFD"),
            Element("DocBody",
                Element("DocInfo",
                    Element("DocID", Convert.ToHexStringLower(Sm3.Hash([.. pages.SelectMany(page => page)]))[..32]),
                    Element("CreationDate", setAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    Element("Creator", "Registry"),
                    Element("CustomDatas", data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
                        Element("CustomData", new XAttribute("Name", pair.Key), pair.Value)))),
                Element("DocRoot", Document),
                Element("Signatures", SignatureList)));

    private static XElement DocumentOf(int pages, int lastId) =>
        Element("Document",
            Element("CommonData",
                Element("MaxUnitID", lastId),
                Element("PageArea",
                    Element("PhysicalBox", Numbers(0, 0, Sheet.Width, Sheet.Height)),
                    Element("ApplicationBox", Numbers(0, 0, Sheet.Width, Sheet.Height))),
                Element("PublicRes", "PublicRes.xml"),
                Element("DocumentRes", "DocumentRes.xml")),
            Element("Pages", Enumerable.Range(0, pages).Select(number =>
                Element("Page", new XAttribute("ID", FirstPageId + number), new XAttribute("BaseLoc", Page(number)["Doc_0/".Length..])))));

    // By name: every reader of OFD has the standard's song typeface, and one that is embedded would need a subset per licence.
    private static XElement Fonts() =>
        Element("Res", new XAttribute("BaseLoc", "Res"),
            Element("Fonts", Element("Font", new XAttribute("ID", FontId), new XAttribute("FontName", "宋体"), new XAttribute("FamilyName", "宋体"))));

    private static XElement Pictures(IEnumerable<(int Id, int Number)> images) =>
        Element("Res", new XAttribute("BaseLoc", "Res"),
            Element("MultiMedias", images.Select(image =>
                Element("MultiMedia", new XAttribute("ID", image.Id), new XAttribute("Type", "Image"), new XAttribute("Format", "PNG"),
                    Element("MediaFile", Image(image.Number)["Doc_0/Res/".Length..])))));

    private static XElement Content(Sheet sheet, Func<SheetImage, int> idOf, Ids ids) =>
        Element("Page",
            Element("Content",
                sheet.Watermark is { } mark ? Background(mark, ids) : null,
                Element("Layer", new XAttribute("ID", ids.Next()), new XAttribute("Type", "Body"),
                sheet.Images.Select(image => Element("ImageObject",
                    new XAttribute("ID", ids.Next()),
                    new XAttribute("Boundary", Numbers(image.X, image.Y, image.Side, image.Side)),
                    new XAttribute("CTM", Numbers(image.Side, 0, 0, image.Side, 0, 0)),
                    new XAttribute("ResourceID", idOf(image)))),
                sheet.Texts.Where(text => text.Text.Length > 0).Select(text => Line(text, ids.Next())))));

    // A layer of its own, which readers draw first. Each line may be anywhere on the page, and is turned about its left end.
    private static XElement Background(Watermark mark, Ids ids)
    {
        var (sin, cos) = Math.SinCos(-Watermark.Rise * Math.PI / 180);
        return Element("Layer", new XAttribute("ID", ids.Next()), new XAttribute("Type", "Background"),
            mark.Texts.Select(text => Element("TextObject",
                new XAttribute("ID", ids.Next()),
                new XAttribute("Boundary", Numbers(0, 0, Sheet.Width, Sheet.Height)),
                new XAttribute("CTM", Numbers(cos, sin, -sin, cos, text.X, text.Y)),
                new XAttribute("Font", FontId), new XAttribute("Size", Numbers(text.Size)),
                Element("FillColor", new XAttribute("Value", Numbers(Watermark.Grey, Watermark.Grey, Watermark.Grey))),
                Code(text, y: 0))));
    }

    private static XElement Line(SheetText text, int id) =>
        Element("TextObject",
            new XAttribute("ID", id),
            new XAttribute("Boundary", Numbers(text.X, text.Y - text.Size, TextWidth.Of(text.Text) * text.Size, text.Size * 1.25)),
            new XAttribute("Font", FontId), new XAttribute("Size", Numbers(text.Size)),
            Code(text, text.Size));

    /// <param name="y">The baseline, from the object's origin.</param>
    private static XElement Code(SheetText text, double y)
    {
        // One advance fewer than characters; a character outside the basic plane is one.
        var advances = text.Text.EnumerateRunes().SkipLast(1).Select(rune => TextWidth.Of(rune) * text.Size).ToArray();
        return Element("TextCode",
            new XAttribute("X", "0"), new XAttribute("Y", Numbers(y)),
            advances.Length > 0 ? new XAttribute("DeltaX", Numbers(advances)) : null,
            text.Text);
    }

    private static XElement SignaturesList() =>
        Element("Signatures",
            Element("MaxSignId", 1),
            Element("Signature", new XAttribute("ID", 1), new XAttribute("Type", "Seal"), new XAttribute("BaseLoc", "/" + Signature)));

    /// <summary>Numbers of the document's parts, each once.</summary>
    private sealed class Ids(int first)
    {
        public int Last { get; private set; } = first - 1;

        public int Next() => ++Last;
    }
}
