using System.Globalization;
using Registry.Api.Licences;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sheets;

namespace Registry.Api.Documents;

/// <summary>What a certificate says: what its reader may see of the licence, and where to ask whether it is still in force.</summary>
/// <param name="Fields">Those of its type, with their words, in the order of the template; empty where the type is not known here.</param>
/// <param name="Today">As of when its state is told.</param>
internal sealed record Certificate(
    Licence Licence, OpenedFaces Faces, AccessRuling Ruling, LocalText Issuer, IReadOnlyList<FaceField> Fields, DateOnly Today, string VerifyUrl);

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

    public static IReadOnlyList<Sheet> Of(Certificate certificate, Watermark? watermark = null)
    {
        var texts = Lines(certificate).SelectMany(line => TextWidth.Wrap(CertificateFont.Shown(line), (Right - Left) / Size)).ToList();
        var perPage = (int)((Bottom - Top) / Leading);
        return [.. texts.Chunk(perPage).Select(chunk => Page(chunk, certificate.VerifyUrl) with { Watermark = watermark })];
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
        var (licence, ruling) = (certificate.Licence, certificate.Ruling);
        yield return Line("identifier", licence.Identifier.ToString());
        yield return Line("issuer", $"{certificate.Issuer.Zh} {certificate.Issuer.En} {licence.Issuer}");
        foreach (var face in certificate.Faces.Each.OfType<LicenceFace>())
        {
            if (ruling.Show(FieldTable.HolderName, face.Holder.Name) is { } name)
                yield return Line("holder", name);
            if (ruling.Show(FieldTable.HolderCode, face.Holder.Code) is { } code)
                yield return Line("holder-code", code);
        }
        var verdict = LicenceVerification.Judge(licence, licence.Identifier.Version, certificate.Today);
        yield return Line("state", $"{DocumentTexts.State(verdict)} ({Day(certificate.Today)})");
        yield return Line("issued-on", Day(licence.Term.IssuedOn));
        yield return Line("valid-from", Day(licence.Term.From));
        yield return Line("valid-until", licence.Term.Until is { } until ? Day(until) : DocumentTexts.Both("no-end"));
        if (ruling.ShowForm(certificate.Faces.Any?.Fields) is { } shown)
            foreach (var (field, value) in shown.OrderBy(pair => PlaceOf(pair.Key, certificate.Fields)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
                yield return Line(field, value, certificate.Fields.FirstOrDefault(one => one.Name == field));
    }

    // What the type does not know, as an import may have it, comes last and under its own name.
    private static int PlaceOf(string name, IReadOnlyList<FaceField> fields) =>
        fields.Index().Where(field => field.Item.Name == name).Select(field => field.Index).FirstOrDefault(int.MaxValue);

    private static string Line(string name, string value, FaceField? field) => field is null
        ? $"{name}: {value}"
        : $"{DocumentTexts.Both(field.Label)}: {(field.Choices?.FirstOrDefault(choice => choice.Value == value) is { } choice ? DocumentTexts.Both(choice.Label) : value)}";

    private static string Line(string label, string value) => $"{DocumentTexts.Both(label)}: {value}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
