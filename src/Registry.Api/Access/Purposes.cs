using System.Globalization;
using System.Resources;

namespace Registry.Api.Access;

/// <summary>Purposes in plain words, in the request's language.</summary>
internal static class Purposes
{
    public static readonly ResourceManager Texts = new("Registry.Api.Resources.Purposes", typeof(Purposes).Assembly);

    /// <param name="words">Of the one that gave leave; null for none.</param>
    public static string Text(string purpose, string? words) =>
        words is null ? Text(purpose) : string.Format(CultureInfo.CurrentCulture, Text($"{purpose}-for"), words);

    public static string Text(string purpose) => Texts.GetString(purpose, CultureInfo.CurrentUICulture) ?? purpose;
}
