using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Registry.Api.Hosting;

/// <summary>Chinese first, English for those who ask for it (Accept-Language or <c>?culture=en</c>).</summary>
internal static class Languages
{
    private static readonly CultureInfo[] Supported = [new("zh-CN"), new("en")];

    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app) =>
        app.UseRequestLocalization(new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture("zh-CN"),
            SupportedCultures = Supported,
            SupportedUICultures = Supported,
            ApplyCurrentCultureToResponseHeaders = true,
        });

    public static string Language(this HttpContext http) =>
        http.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture.Name ?? "zh-CN";
}
