using System.CommandLine;
using Registry.Domain.Bundle;
using Registry.Domain.Export;

namespace Registry.Verifier;

/// <summary>registry-verify bundle: judges an evidence bundle, integrity and completeness apart.</summary>
internal static class BundleCommand
{
    private const string Description = """
        核验证据包：签名、承诺、包含证明、签名检查点；分别说明是否被改动、是否齐全、是否过时。
        Verifies an evidence bundle: signatures, commitments, proofs and signed checkpoint; says apart whether it was changed,
        whether all of it is there, and whether it is new enough.

        退出码 / Exit codes:
           0  通过 / ok
           1  被篡改 / tampered
           2  不完整 / incomplete
           3  校验密钥不可信 / untrusted key
           4  已过时 / stale
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "证据包 / The bundle" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var demands = new DemandOptions();

        var command = new Command("bundle", Description) { file, json, lang };
        demands.AddTo(command);
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), demands.Of(parsed), parsed.GetValue(json), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(FileInfo file, GivenDemands given, bool json, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!given.TryRead(out var demands, out var code, out var reason))
                return Refusal.Print(languages, code, reason);
            using var input = file.OpenRead();
            using var scratch = new ScratchFiles();
            var verifier = new BundleVerifier(demands, scratch: scratch.Room);
            var report = ReplayProgress.Show(input, verifier.Verify);
            Console.Out.Write(json ? BundleText.ToJson(report) : BundleText.ToText(report, languages));
            if (report.Verdict.Outcome is ExportOutcome.Ok)
                given.Remember(verifier.CheckpointNote);
            return (int)report.Verdict.Outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }
}
