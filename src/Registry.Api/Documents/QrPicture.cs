using QRCoder;

namespace Registry.Api.Documents;

/// <summary>QR codes (GB/T 18284, ISO/IEC 18004) as PNG, four modules of quiet around them.</summary>
internal static class QrPicture
{
    private const int PixelsPerModule = 8;

    /// <summary>
    /// With error correction M, a seventh of it may be lost. More octets make smaller modules: 150 are what a telephone reads off
    /// paper, 600 what it reads off a screen.
    /// </summary>
    public static byte[] Png(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(PixelsPerModule);
    }
}
