using System.CommandLine;
using Registry.Domain.Export;
using Registry.Domain.Keys;

namespace Registry.Verifier;

/// <summary>registry-verify export: replays an exported history and says the first thing that is wrong.</summary>
internal static class ExportCommand
{
    private const string Description = """
        核验导出的日志文件：签名、承诺、哈希链、默克尔树与签名检查点；指出第一处错误。
        Verifies an exported log: signatures, commitments, chain, tree and signed checkpoint; says the first thing that is wrong.

        退出码 / Exit codes:
           0  通过 / ok
           1  被篡改 / tampered
           2  不完整 / incomplete
           3  校验密钥不可信 / untrusted key
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "导出文件 / The export" };
        var vkey = new Option<string?>("--vkey")
        {
            Description = "从其他渠道取得的日志校验密钥：文本或文件 / The log's verifier key as known from elsewhere: text or file",
        };
        var root = new Option<FileInfo?>("--root")
        {
            Description = "登记机关根公钥（PEM）：须为登记机关及日志的密钥背书 / The authority's root key (PEM), which must endorse its keys and the log's",
        };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");

        var command = new Command("export", Description) { file, vkey, root, json, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(vkey), parsed.GetValue(root), parsed.GetValue(json),
            Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(FileInfo file, string? vkey, FileInfo? rootFile, bool json, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!PinnedKey.TryRead(vkey, out var pinned, out var reason))
                return Refusal.Print(languages, "vkey-unreadable", reason);
            var root = rootFile is null ? null : RootKey.FromPem(File.ReadAllText(rootFile.FullName));
            if (rootFile is not null && root is null)
                return Refusal.Print(languages, "root-unreadable", rootFile.Name);
            using var input = file.OpenRead();
            using var scratch = new ScratchFiles();
            var verifier = new ExportVerifier(pinned, scratch: scratch.Room) { Root = root };
            var verdict = ReplayProgress.Show(input, watched => ExportLines.Verify(watched, verifier));
            var report = new Report(verdict, verdict.Outcome is ExportOutcome.Ok ? verifier.Summary : null);
            Console.Out.Write(json ? report.ToJson() : report.ToText(languages));
            return (int)verdict.Outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }
}
