using Registry.Domain.Sheets;
using SkiaSharp;

namespace Registry.Api.Documents;

/// <summary>Writes sheets as PDF, with the used part of the one typeface embedded.</summary>
internal static class CertificatePdf
{
    private const float PointsPerMillimetre = 72f / 25.4f;

    /// <param name="at">The time in the file's own data: the same sheets and time make the same file.</param>
    public static byte[] Write(IReadOnlyList<Sheet> sheets, DateTimeOffset at)
    {
        using var stream = new SKDynamicMemoryWStream();
        var metadata = new SKDocumentPdfMetadata
        {
            Title = "电子证照 Electronic licence", Creator = "Registry", Creation = at.UtcDateTime, Modified = at.UtcDateTime,
        };
        using var typeface = CertificateFont.For(sheets.SelectMany(sheet => sheet.Texts.Concat(sheet.Watermark?.Texts ?? [])).Select(text => text.Text));
        using (var document = SKDocument.CreatePdf(stream, metadata))
        {
            foreach (var sheet in sheets)
            {
                var canvas = document.BeginPage((float)Sheet.Width * PointsPerMillimetre, (float)Sheet.Height * PointsPerMillimetre);
                canvas.Scale(PointsPerMillimetre);
                Draw(canvas, sheet, typeface);
                document.EndPage();
            }
            document.Close();
        }
        using var data = stream.DetachAsData();
        return data.ToArray();
    }

    private static void Draw(SKCanvas canvas, Watermark mark, SKTypeface typeface)
    {
        using var ink = new SKPaint { Color = new(Watermark.Grey, Watermark.Grey, Watermark.Grey) };
        using var font = new SKFont(typeface, (float)Watermark.Size);
        foreach (var text in mark.Texts)
            using (new SKAutoCanvasRestore(canvas))
            {
                canvas.Translate((float)text.X, (float)text.Y);
                canvas.RotateDegrees((float)-Watermark.Rise);
                canvas.DrawText(text.Text, 0, 0, font, ink);
            }
    }

    private static void Draw(SKCanvas canvas, Sheet sheet, SKTypeface typeface)
    {
        if (sheet.Watermark is { } mark)
            Draw(canvas, mark, typeface);
        using var ink = new SKPaint { Color = SKColors.Black };
        foreach (var text in sheet.Texts)
        {
            using var font = new SKFont(typeface, (float)text.Size);
            canvas.DrawText(text.Text, (float)text.X, (float)text.Y, font, ink);
        }
        foreach (var image in sheet.Images)
        {
            using var picture = SKImage.FromEncodedData(image.Png.ToArray());
            canvas.DrawImage(picture, SKRect.Create((float)image.X, (float)image.Y, (float)image.Side, (float)image.Side));
        }
    }
}
