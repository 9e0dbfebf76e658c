using System.CommandLine;
using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Showing;

namespace Registry.Verifier;

/// <summary>registry-verify shown: the QR code that a holder shows where there is no network, by the agency's key alone.</summary>
internal static class ShownCommand
{
    private const string Description = """
        核验亮证页的离线二维码：签名、状态及其时点。之后的状态无从得知。
        Verifies the offline QR code of a licence that is shown: signature, state, and since when it is known. What came after is not known.

        退出码 / Exit codes:
           0  通过 / ok
           1  被篡改 / tampered
           3  校验密钥不可信 / untrusted key
           4  过旧 / too old
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    public static Command Build()
    {
        var text = new Argument<string>("text") { Description = "二维码内容 / The text of the QR code" };
        var keys = new Option<FileInfo>("--keys")
        {
            Required = true,
            Description = "发证机关公钥（JWK 或 JWK Set 文件） / The agency's public keys: a file with a JWK or a JWK Set",
        };
        var hours = new Option<int>("--max-age-hours")
        {
            DefaultValueFactory = _ => 24,
            Description = "二维码最长时效 / How old it may be",
        };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("shown", Description) { text, keys, hours, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(text), parsed.GetRequiredValue(keys), TimeSpan.FromHours(parsed.GetValue(hours)),
            Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(string text, FileInfo keys, TimeSpan oldest, IReadOnlyList<Language> languages)
    {
        try
        {
            var known = KeySet.Read(File.ReadAllText(keys.FullName));
            var (said, fault) = ShownStatement.Verify(
                text.Trim(), kid => known.GetValueOrDefault(kid), TimeProvider.System.GetUtcNow(), oldest, Leeway);
            var outcome = OutcomeOf(fault);
            foreach (var language in languages)
                foreach (var line in Lines(said, fault, outcome, language))
                    Console.Out.WriteLine(line);
            return (int)outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or JsonException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static ExportOutcome OutcomeOf(ShownFault? fault) => fault switch
    {
        null => ExportOutcome.Ok,
        ShownFault.UnknownKey => ExportOutcome.UntrustedKey,
        ShownFault.Stale or ShownFault.TimeAhead => ExportOutcome.Stale,
        _ => ExportOutcome.Tampered,
    };

    private static IEnumerable<string> Lines(ShownStatement? said, ShownFault? fault, ExportOutcome outcome, Language language)
    {
        var head = language.Of(outcome.ToString());
        yield return fault is null ? head : $"{head} [shown-{JsonNamingPolicy.KebabCaseLower.ConvertName(fault.Value.ToString())}]";
        if (said is null)
            yield break;
        yield return $"  {language.Of("shown-licence")} {said.Licence}";
        yield return $"  {language.Of("shown-state")} {said.State}";
        if (said.Holder is not null)
            yield return $"  {language.Of("shown-holder")} {said.Holder}";
        yield return $"  {language.Of("shown-at")} {said.At:yyyy-MM-dd HH:mm:ss}Z";
    }
}
