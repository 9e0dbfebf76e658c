using System.Globalization;
using System.Resources;
using System.Text.Json;
using Registry.Domain;
using Registry.Domain.Licences;

namespace Registry.Api.Documents;

/// <summary>The words on certificates, which carry both languages.</summary>
internal static class DocumentTexts
{
    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Documents", typeof(DocumentTexts).Assembly);
    private static readonly ResourceManager States = new("Registry.Api.Resources.Pages", typeof(DocumentTexts).Assembly);
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static string Both(string name) => Both(Texts, name);

    public static string Both(LocalText text) => $"{text.Zh} {text.En}";

    /// <summary>The word that the pages have for it.</summary>
    public static string State(LicenceVerdict verdict) => Both(States, $"state-{JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString())}");

    private static string Both(ResourceManager texts, string name) => $"{texts.GetString(name, Chinese)} {texts.GetString(name, English)}";
}
