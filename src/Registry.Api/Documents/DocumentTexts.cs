using System.Globalization;
using System.Resources;

namespace Registry.Api.Documents;

/// <summary>The words on certificates, which carry both languages.</summary>
internal static class DocumentTexts
{
    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Documents", typeof(DocumentTexts).Assembly);
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static string Both(string name) => $"{Texts.GetString(name, Chinese)} {Texts.GetString(name, English)}";
}
