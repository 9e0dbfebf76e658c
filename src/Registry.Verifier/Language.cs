using System.Globalization;
using System.Resources;
using Registry.Domain.Export;

namespace Registry.Verifier;

/// <summary>The texts of one language: Resources/Verdicts by verdict code, Resources/Witness of the witness, Resources/Report for the rest.</summary>
internal sealed class Language
{
    public static readonly Language Chinese = new("zh-CN");
    public static readonly Language English = new("en");

    private static readonly ResourceManager Verdicts = new("Registry.Verifier.Resources.Verdicts", typeof(Language).Assembly);
    private static readonly ResourceManager Report = new("Registry.Verifier.Resources.Report", typeof(Language).Assembly);

    private static readonly ResourceManager Witness = new("Registry.Verifier.Resources.Witness", typeof(Language).Assembly);

    private readonly CultureInfo culture;

    private Language(string tag) => culture = new CultureInfo(tag);

    public string Tag => culture.Name;

    /// <param name="option">zh, en, or null for both.</param>
    public static IReadOnlyList<Language> For(string? option) => option switch
    {
        "zh" => [Chinese],
        "en" => [English],
        _ => [Chinese, English],
    };

    public string Of(ExportVerdict verdict) => Find(Verdicts, verdict.Code);

    public string Of(string name) => Find(Report, name);

    public string OfWitness(string name, params object[] arguments) =>
        string.Format(culture, Find(Witness, name), arguments);

    private string Find(ResourceManager texts, string name) =>
        texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"{name} has no text in {culture}.");
}
