using Registry.Domain.Seals;
using Registry.Domain.Sheets;
using SkiaSharp;

namespace Registry.Api.Documents;

/// <summary>How a test seal looks: a red ring, and across it that it is a test. It must not pass for a real one.</summary>
internal static class SealImage
{
    private const int Millimetres = 40;
    private const int Pixels = 400;

    public static SealPicture Of(string name)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Pixels, Pixels));
        surface.Canvas.Clear(SKColors.Transparent);
        using var ring = new SKPaint { Color = SKColors.Red, Style = SKPaintStyle.Stroke, StrokeWidth = 10, IsAntialias = true };
        surface.Canvas.DrawCircle(Pixels / 2, Pixels / 2, (Pixels / 2) - 10, ring);
        using var ink = new SKPaint { Color = SKColors.Red, IsAntialias = true };
        Line(surface.Canvas, ink, "测试 TEST", y: 190, size: 60);
        Line(surface.Canvas, ink, CertificateFont.Shown(name), y: 260, size: (float)Math.Min(40, (Pixels - 60) / TextWidth.Of(name)));
        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return new("PNG", png.ToArray(), Millimetres, Millimetres);
    }

    private static void Line(SKCanvas canvas, SKPaint ink, string text, float y, float size)
    {
        using var font = new SKFont(CertificateFont.Typeface, size);
        canvas.DrawText(text, Pixels / 2, y, SKTextAlign.Center, font, ink);
    }
}
