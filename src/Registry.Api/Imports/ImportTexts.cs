using System.Globalization;
using System.Resources;
using Registry.Domain;
using Registry.Domain.Imports;

namespace Registry.Api.Imports;

/// <summary>The texts of an import's faults and refusals, under their codes in <c>Resources/ImportFaults</c>.</summary>
internal static class ImportTexts
{
    public static readonly CultureInfo Chinese = new("zh-CN");
    public static readonly CultureInfo English = new("en");

    private static readonly ResourceManager Texts = new("Registry.Api.Resources.ImportFaults", typeof(ImportTexts).Assembly);

    public static string Of(RowFault fault, CultureInfo language) => WithDetail(Text(fault.Code, language), fault.Detail);

    public static string Of(MappingFault fault, CultureInfo language) =>
        $"{fault.Field}: {WithDetail(Text(fault.Code, language), fault.Detail)}";

    public static string Of(Refusal refusal, CultureInfo language) =>
        string.Format(CultureInfo.InvariantCulture, Text(refusal.Code, language), [.. refusal.Arguments]);

    /// <summary>Both languages, for a terminal.</summary>
    public static string Both(Func<CultureInfo, string> text) => $"{text(Chinese)} / {text(English)}";

    private static string Text(string code, CultureInfo language) =>
        Texts.GetString(code, language) ?? throw new InvalidOperationException($"Import fault {code} has no text.");

    private static string WithDetail(string text, string? detail) => detail is null ? text : $"{text} ({detail})";
}
