using Registry.Domain.Seals;
using Registry.Domain.Sheets;
using Registry.Domain.Signatures;

namespace Registry.Domain.Tests.Seals;

/// <summary>Test seals with fixed keys; what a test changes, it says.</summary>
internal static class Workshop
{
    public static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The smallest PNG: one transparent pixel.</summary>
    public static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    public static readonly SealPicture Picture = new("PNG", Pixel, 40, 40);
    public static readonly Sm2Signer MakerKey = Key(2);
    public static readonly TestSeals Seals = new(Key(1), MakerKey, Made);
    public static readonly SealHolder Holder = Seals.Make("示范市市场监督管理局", "340100-0001", Key(3), Picture);

    public static readonly IReadOnlyList<Sheet> Sheets =
    [
        new([new(25, 40, 8, "营业执照"), new(25, 60, 4, "Name 名称: 示范有限公司 𠮷")], [new(160, 240, 30, Pixel)]),
        new([new(25, 40, 4, "第二页")], []),
    ];

    public static readonly IReadOnlyDictionary<string, string> Data = new Dictionary<string, string> { ["licence"] = "1.2.156.3005.2.X" };

    public static SealTrust Trust => new([Seals.Anchor], [], Now, TimeSpan.FromMinutes(5));

    public static Sm2Signer Key(byte number) => Sm2Signer.FromPrivate([.. new byte[31], number]);
}
