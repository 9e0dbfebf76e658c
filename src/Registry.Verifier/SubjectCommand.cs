using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Registry.Domain.Access;
using Registry.Domain.Bundle;
using Registry.Domain.Export;

namespace Registry.Verifier;

/// <summary>registry-verify subject: whether a person was shown every access to their data.</summary>
internal static class SubjectCommand
{
    private const string Description = """
        核验“谁查看了我的数据”是否齐全：先核验证据包，再按本人密钥逐一清点访问编号。
        Checks that nothing was left out of who looked at my data: verifies the bundle, then counts the accesses by their numbers,
        which only the person's own key can tell.

        退出码 / Exit codes:
           0  编号连续，且不少于上次 / numbers without a gap, and no fewer than last time
           1  被篡改 / tampered
           2  有访问被隐去，或证据包不完整 / an access was left out, or the bundle is incomplete
           3  校验密钥不可信 / untrusted key
           4  已过时 / stale
          64  用法错误或文件无法读取 / wrong usage or unreadable file
        """;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "本人的证据包 / The person's bundle" };
        var head = new Option<FileInfo>("--head")
        {
            Required = true,
            Description = "本人所存的凭据：密钥与上次计数 / What the person keeps: the key and the last count",
        };
        var next = new Option<FileInfo?>("--next") { Description = "核验通过后将新凭据写入此文件 / File to write the new head to once all is ok" };
        var log = new Option<string?>("--log")
        {
            Description = "公开日志的网址或其副本目录：逐条清点整个日志 / URL of the public log or a copy's directory: counts through all of its entries",
        };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var demands = new DemandOptions();

        var command = new Command("subject", Description) { file, head, next, log, json, lang };
        demands.AddTo(command);
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(head), parsed.GetValue(next), parsed.GetValue(log), demands.Of(parsed),
            parsed.GetValue(json), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(
        FileInfo file, FileInfo headFile, FileInfo? nextFile, string? log, GivenDemands given, bool json, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!given.TryRead(out var demands, out var code, out var reason))
                return Refusal.Print(languages, code, reason);
            if (SubjectHead.Parse(File.ReadAllText(headFile.FullName)) is not { } head)
                return Refusal.Print(languages, "head-unreadable", headFile.Name);
            using var input = file.OpenRead();
            using var scratch = new ScratchFiles();
            var check = new SubjectCheck(head);
            var verifier = new BundleVerifier(demands, check.TakeShown, scratch.Room);
            var report = ReplayProgress.Show(input, verifier.Verify);
            if (report is not { Verdict.Outcome: ExportOutcome.Ok, Summary: { } summary })
            {
                Console.Out.Write(json ? BundleText.ToJson(report) : BundleText.ToText(report, languages));
                return (int)report.Verdict.Outcome;
            }
            if (log is not null && summary.Log == head.Log)
                using (var tiles = new EntryTiles(log))
                    tiles.Read(summary.Size, entry => check.TakeLogged(entry));
            var verdict = check.Judge(summary, out var next);
            Console.Out.Write(json ? ToJson(verdict, next) : ToText(verdict, languages));
            if (next is not null)
            {
                given.Remember(verifier.CheckpointNote);
                if (nextFile is not null)
                    DurableFile.Replace(nextFile.FullName, next.ToText());
            }
            return (int)verdict.Outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static string ToText(ExportVerdict verdict, IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(verdict, language).Select(line => line + "\n"))));

    private static IEnumerable<string> Lines(ExportVerdict verdict, Language language)
    {
        var place = verdict.Index is { } index ? string.Format(CultureInfo.InvariantCulture, language.Of("at-entry"), index) : "";
        yield return $"{language.Of(verdict.Outcome.ToString())} [{verdict.Code}]{place}";
        yield return "  " + language.Of(verdict);
        yield return $"  {language.Of("evidence")} {verdict.Detail}";
    }

    private static string ToJson(ExportVerdict verdict, SubjectHead? next) => JsonSerializer.Serialize(
        new
        {
            Outcome = JsonNamingPolicy.KebabCaseLower.ConvertName(verdict.Outcome.ToString()),
            verdict.Code,
            verdict.Index,
            verdict.Detail,
            next?.Count,
            next?.Size,
        },
        JsonSerializerOptions.Web) + "\n";
}
