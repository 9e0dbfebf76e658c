using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Verification;

namespace Registry.Verifier;

/// <summary>registry-verify check: the receipt of a verification, by the registry's key and, if given, the log's.</summary>
internal static class CheckCommand
{
    private const string Description = """
        核验证照核验回执：签名、当时的结论与各项检查、所依据的日志检查点。之后的状态无从得知。
        Verifies the receipt of a verification: signature, verdict and checks then, the log's head it rests on. What came after is not known.

        退出码 / Exit codes:
           0  回执可信（结论未必有效） / the receipt is sound, whatever the verdict in it
           1  被篡改 / tampered
           3  校验密钥不可信 / untrusted key
           4  时间超前 / from a later time than now
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "回执 / The receipt" };
        var keys = new Option<FileInfo>("--keys")
        {
            Required = true,
            Description = "登记系统公钥（/api/v1/verify/keys）/ The registry's public keys: a file with a JWK or a JWK Set",
        };
        var vkey = new Option<string?>("--vkey") { Description = "日志校验密钥：文本或文件 / The log's verifier key: text or file" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("check", Description) { file, keys, vkey, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(keys), parsed.GetValue(vkey), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(FileInfo file, FileInfo keys, string? vkey, IReadOnlyList<Language> languages)
    {
        try
        {
            if (!PinnedKey.TryRead(vkey, out var logKey, out var reason))
                return Refusal.Print(languages, "vkey-unreadable", reason);
            var known = KeySet.Read(File.ReadAllText(keys.FullName));
            var (receipt, fault) = CheckReceipt.Verify(
                File.ReadAllText(file.FullName).Trim(), kid => known.GetValueOrDefault(kid), TimeProvider.System.GetUtcNow(), Leeway);
            var head = fault is null && logKey is not null && receipt!.Checkpoint is { } note ? SignedNote.Open(note, logKey).Ok : (bool?)null;
            var (outcome, code) = OutcomeOf(fault, head);
            foreach (var language in languages)
                foreach (var line in Lines(receipt, code, head, outcome, language))
                    Console.Out.WriteLine(line);
            return (int)outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or JsonException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static (ExportOutcome Outcome, string? Code) OutcomeOf(CheckReceiptFault? fault, bool? head) => (fault, head) switch
    {
        (null, false) => (ExportOutcome.UntrustedKey, "check-checkpoint"),
        (null, _) => (ExportOutcome.Ok, null),
        ({ } why, _) => (why switch
        {
            CheckReceiptFault.UnknownKey => ExportOutcome.UntrustedKey,
            CheckReceiptFault.TimeAhead => ExportOutcome.Stale,
            _ => ExportOutcome.Tampered,
        }, $"check-{JsonNamingPolicy.KebabCaseLower.ConvertName(why.ToString())}"),
    };

    private static IEnumerable<string> Lines(CheckReceipt? receipt, string? code, bool? head, ExportOutcome outcome, Language language)
    {
        yield return language.Of(outcome.ToString()) + (code is null ? "" : $" [{code}]");
        if (receipt is null)
            yield break;
        yield return $"  {language.Of("receipt-by")} {receipt.Issuer}";
        yield return $"  {language.Of("shown-licence")} {receipt.Licence}";
        yield return $"  {language.Of("receipt-verdict")} {receipt.Verdict}";
        foreach (var line in receipt.Checks)
            yield return $"    {line.Check} {line.Outcome} [{line.Code}]";
        yield return $"  {language.Of("shown-at")} {receipt.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}Z";
        yield return "  " + language.Of(head switch { null => "receipt-head-unchecked", true => "receipt-head-ok", false => "receipt-head-untrusted" });
    }
}
