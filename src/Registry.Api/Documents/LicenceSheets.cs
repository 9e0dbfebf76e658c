using System.Globalization;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.Sheets;

namespace Registry.Api.Documents;

/// <summary>What a certificate says: what its reader may see of the licence, and where to ask whether it is still in force.</summary>
internal sealed record Certificate(Licence Licence, LicenceFace Face, AccessRuling Ruling, LocalText Issuer, string VerifyUrl);

/// <summary>Lays a certificate out on pages.</summary>
internal static class LicenceSheets
{
    private const double Left = 25;
    private const double Right = Sheet.Width - 25;
    private const double Top = 40;
    private const double Bottom = 225;
    private const double Title = 9;
    private const double Size = 4.2;
    private const double Leading = 7.5;
    private const double QrSide = 32;

    public static IReadOnlyList<Sheet> Of(Certificate certificate)
    {
        var texts = Lines(certificate).SelectMany(line => TextWidth.Wrap(CertificateFont.Shown(line), (Right - Left) / Size)).ToList();
        var perPage = (int)((Bottom - Top) / Leading);
        return [.. texts.Chunk(perPage).Select(chunk => Page(chunk, certificate.VerifyUrl))];
    }

    private static Sheet Page(string[] lines, string verifyUrl)
    {
        var title = DocumentTexts.Both("title");
        return new(
            [
                new((Sheet.Width - (TextWidth.Of(title) * Title)) / 2, Top - (2 * Leading), Title, title),
                .. lines.Select((line, number) => new SheetText(Left, Top + (number * Leading), Size, line)),
                new(Left, Bottom + 8 + QrSide + 6, 3, DocumentTexts.Both("scan")),
            ],
            [new(Left, Bottom + 8, QrSide, QrPicture.Png(verifyUrl))]);
    }

    private static IEnumerable<string> Lines(Certificate certificate)
    {
        var (licence, face, ruling) = (certificate.Licence, certificate.Face, certificate.Ruling);
        yield return Line("identifier", licence.Identifier.ToString());
        yield return Line("issuer", $"{certificate.Issuer.Zh} {certificate.Issuer.En} {licence.Issuer}");
        if (ruling.Show(FieldTable.HolderName, face.Holder.Name) is { } name)
            yield return Line("holder", name);
        if (ruling.Show(FieldTable.HolderCode, face.Holder.Code) is { } code)
            yield return Line("holder-code", code);
        yield return Line("issued-on", Day(licence.Term.IssuedOn));
        yield return Line("valid-from", Day(licence.Term.From));
        yield return Line("valid-until", licence.Term.Until is { } until ? Day(until) : DocumentTexts.Both("no-end"));
        if (ruling.Allows(FieldTable.Form))
            foreach (var (field, value) in face.Fields.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                yield return $"{field}: {value}";
    }

    private static string Line(string label, string value) => $"{DocumentTexts.Both(label)}: {value}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
