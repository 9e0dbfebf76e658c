using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Resources;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// Why the server cannot start: a stable <see cref="Code"/> and one line, Chinese and English, that says what to do. It is
/// meant for the console of whoever starts the server; it holds no password and no connection string.
/// </summary>
[SuppressMessage(
    "Naming", "CA1710:Identifiers should have correct suffix", Justification = "A failure to report, as Refusal is.")]
public sealed partial class StartupFailure : Exception
{
    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Startup", typeof(StartupFailure).Assembly);
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <param name="code">One of <see cref="StartupCodes"/>.</param>
    /// <param name="arguments">What the placeholders of that code's text stand for.</param>
    public StartupFailure(string code, params object[] arguments)
        : this(null, code, arguments)
    {
    }

    private StartupFailure(Exception? cause, string code, object[] arguments)
        : base($"{Text(code, Chinese, arguments)} / {Text(code, CultureInfo.InvariantCulture, arguments)}", cause) => Code = code;

    /// <summary>One of <see cref="StartupCodes"/>.</summary>
    public string Code { get; }

    private static string Text(string code, CultureInfo culture, object[] arguments)
    {
        var template = Texts.GetString(code, culture) ?? throw new ArgumentException($"No text for {code}.", nameof(code));
        return string.Format(CultureInfo.InvariantCulture, template, arguments).ReplaceLineEndings(" ").Trim();
    }
}
