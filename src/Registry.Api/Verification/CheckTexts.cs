using System.Globalization;
using System.Resources;
using Registry.Api.Commands;
using Registry.Domain;
using Registry.Domain.Verification;

namespace Registry.Api.Verification;

/// <summary>Checks in plain words, always in both languages: who shows the answer on need not be who asked.</summary>
internal static class CheckTexts
{
    public static readonly ResourceManager Texts = new("Registry.Api.Resources.Checks", typeof(CheckTexts).Assembly);

    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static LocalText Of(Check check) => new(In(Chinese, check), In(English, check));

    // An identifier's fault is worded with the problems of the API.
    private static string In(CultureInfo language, Check check) => string.Format(
        CultureInfo.InvariantCulture, (check.Fault is null ? Texts : Problems.Texts).GetString(check.Code, language) ?? check.Code,
        check.Fault?.ToString());
}
