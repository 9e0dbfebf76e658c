using System.Globalization;
using System.Resources;

namespace Registry.Api.Access;

/// <summary>Purposes in plain words, in the request's language.</summary>
internal static class Purposes
{
    public static readonly ResourceManager Texts = new("Registry.Api.Resources.Purposes", typeof(Purposes).Assembly);

    public static string Text(string purpose) => Texts.GetString(purpose, CultureInfo.CurrentUICulture) ?? purpose;
}
