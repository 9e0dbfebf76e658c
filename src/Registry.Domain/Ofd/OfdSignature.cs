using System.Globalization;
using System.Xml.Linq;
using Registry.Domain.Seals;
using Registry.Domain.Signatures;
using static Registry.Domain.Ofd.OfdNames;
using static Registry.Domain.Ofd.OfdParts;

namespace Registry.Domain.Ofd;

/// <summary>Writes <c>Signature.xml</c> (GB/T 33190-2016 clause 18.2): the SM3 digest of each file, and where the seal is shown.</summary>
internal static class OfdSignature
{
    // Lower right of the first page.
    private const double Margin = 25;
    private const int FirstPageId = 2;

    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> files, SealPicture picture, DateTimeOffset setAt) => Bytes(
        Element("Signature",
            Element("SignedInfo",
                Element("Provider", new XAttribute("ProviderName", "Registry")),
                Element("SignatureMethod", SealOids.Sm2WithSm3),
                Element("SignatureDateTime", setAt.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture)),
                Element("References", new XAttribute("CheckMethod", SealOids.Sm3), files.Select(file =>
                    Element("Reference", new XAttribute("FileRef", "/" + file.Name),
                        Element("CheckValue", Convert.ToBase64String(Sm3.Hash(file.Content)))))),
                Element("StampAnnot", new XAttribute("ID", 1), new XAttribute("PageRef", FirstPageId), new XAttribute("Boundary", Numbers(
                    Sheets.Sheet.Width - Margin - picture.Width, Sheets.Sheet.Height - Margin - picture.Height,
                    picture.Width, picture.Height)))),
            Element("SignedValue", "/" + SignedValue)));
}
