using System.Buffers.Text;
using System.Text;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>
/// Values that are nobody's and occur nowhere by chance. What carries one was let out; each is looked for in all the forms in
/// which a program writes text down.
/// </summary>
internal static class Marks
{
    public const string Name = "金丝雀甲𠮷";
    public const string Code = "340122191101017773";
    public const string Phone = "13912340987";
    public const string LeaverName = "金丝雀乙𠮷";
    public const string LeaverCode = "340123191202028881";
    public const string DelegateName = "金丝雀丙𠮷";
    public const string DelegateCode = "340181191303039997";
    public const string TradeName = "暗号字号戊";
    public const string Address = "暗号住址己";
    public const string Remark = "暗号理由庚";
    public const string Emergency = "暗号应急辛";
    public const string Objection = "暗号异议癸";
    public const string Enquiry = "暗号核查壬";

    public static readonly IReadOnlyList<string> All =
        [Name, Code, Phone, LeaverName, LeaverCode, DelegateName, DelegateCode, TradeName, Address, Remark, Emergency, Objection, Enquiry];

    private static readonly IReadOnlyList<(string Mark, byte[] Bytes)> Forms =
        [.. All.SelectMany(mark => FormsOf(mark).Select(Encoding.Latin1.GetBytes).Append(Encoding.UTF8.GetBytes(mark)).Select(bytes => (mark, bytes)))];

    /// <summary>The marks that stand in some bytes, in whatever form; empty when there are none.</summary>
    public static IReadOnlyList<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        foreach (var (mark, form) in Forms)
            if (bytes.IndexOf(form) >= 0)
                found.Add($"{mark} as {Encoding.UTF8.GetString(form)}");
        return found;
    }

    public static IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    // All of these are ASCII: escapes of JSON and URLs, hexadecimal, and base64 at each of the three places in a longer text.
    private static IEnumerable<string> FormsOf(string mark)
    {
        var bytes = Encoding.UTF8.GetBytes(mark);
        yield return string.Concat(mark.Select(c => c < 0x80 ? $"{c}" : $"\\u{(int)c:x4}"));
        yield return string.Concat(mark.Select(c => c < 0x80 ? $"{c}" : $"\\u{(int)c:X4}"));
        yield return Uri.EscapeDataString(mark);
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        for (var place = 0; place < 3; place++)
        {
            byte[] inside = [.. new byte[place], .. bytes, .. new byte[3]];
            // The characters that mix with what stands before or behind are left off.
            var (from, to) = ((place * 4 + 2) / 3, (place + bytes.Length) * 4 / 3);
            yield return Convert.ToBase64String(inside)[from..to];
            yield return Base64Url.EncodeToString(inside)[from..to];
        }
    }
}
