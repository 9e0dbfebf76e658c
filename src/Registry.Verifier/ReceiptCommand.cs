using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>registry-verify receipt: whether an entry is in the log, by its receipt and the pinned key alone.</summary>
internal static class ReceiptCommand
{
    private const string Description = """
        核验回执（C2SP tlog-proof）：条目确在日志所签署的树中。
        Verifies a receipt (C2SP tlog-proof): that the entry is in the tree the log signed.

        退出码 / Exit codes:
           0  通过 / ok
           1  被篡改 / tampered
           2  不完整 / incomplete
           3  校验密钥不可信 / untrusted key
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "回执 / The receipt" };
        var vkey = new Option<string>("--vkey")
        {
            Required = true,
            Description = "从其他渠道取得的日志校验密钥：文本或文件 / The log's verifier key as known from elsewhere: text or file",
        };
        var entry = new Option<FileInfo?>("--entry")
        {
            Description = "条目文件；缺省取回执所附 / The entry's bytes; else those in the receipt",
        };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");

        var command = new Command("receipt", Description) { file, vkey, entry, json, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(vkey), parsed.GetValue(entry), parsed.GetValue(json),
            Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(FileInfo file, string vkey, FileInfo? entry, bool json, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!PinnedKey.TryRead(vkey, out var key, out var reason) || key is null)
                return Refusal.Print(languages, "vkey-unreadable", reason);
            var verdict = ReceiptVerifier.Verify(
                File.ReadAllBytes(file.FullName), entry is null ? null : File.ReadAllBytes(entry.FullName), key, out var proven);
            Console.Out.Write(json ? ToJson(verdict, proven) : ToText(verdict, proven, languages));
            return (int)verdict.Outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static string ToText(ExportVerdict verdict, ProvenEntry? proven, IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(verdict, proven, language).Select(line => line + "\n"))));

    private static IEnumerable<string> Lines(ExportVerdict verdict, ProvenEntry? proven, Language language)
    {
        var place = verdict.Index is { } index ? string.Format(CultureInfo.InvariantCulture, language.Of("at-entry"), index) : "";
        var head = language.Of(verdict.Outcome.ToString());
        yield return verdict.Outcome is ExportOutcome.Ok ? head : $"{head} [{verdict.Code}]{place}";
        yield return "  " + language.Of(verdict);
        if (proven is not var (at, entry, checkpoint))
        {
            yield return $"  {language.Of("evidence")} {verdict.Detail}";
            yield break;
        }
        yield return $"  {language.Of("log")} {checkpoint.Origin}";
        yield return $"  {language.Of("entry-index")} {at.ToString(CultureInfo.InvariantCulture)}";
        yield return $"  {language.Of("event")} {entry.Id:D} {entry.Type}";
        yield return $"  {language.Of("event-time")} {LogEntry.TimeText(entry.Time)}";
        yield return $"  {language.Of("checkpoint-size")} {checkpoint.Size.ToString(CultureInfo.InvariantCulture)}";
        yield return $"  {language.Of("root")} {checkpoint.Root}";
    }

    private static string ToJson(ExportVerdict verdict, ProvenEntry? proven) => JsonSerializer.Serialize(
        new
        {
            Outcome = JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.Outcome.ToString()),
            verdict.Code,
            verdict.Index,
            verdict.Detail,
            Log = proven?.Checkpoint.Origin,
            Entry = proven?.Index,
            Event = proven?.Entry.Id,
            proven?.Entry.Type,
            proven?.Entry.Time,
            proven?.Checkpoint.Size,
        },
        JsonSerializerOptions.Web) + "\n";
}
