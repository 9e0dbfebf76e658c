using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Registry.Domain.Credentials.Checking;
using Registry.Domain.Documents;

namespace Registry.Verifier;

/// <summary>registry-verify licence: a licence's file judged with what the reader has at hand, each question by itself.</summary>
internal static class LicenceCommand
{
    private const string Description = """
        离线核验电子证照文件（SD-JWT VC 凭证、加盖电子印章的 OFD、签名 PDF）：完整性、发证机关、状态、有效期、日志收录，分别作答。
        Verifies a licence's file (SD-JWT VC, sealed OFD, signed PDF) offline: integrity, issuer, status, validity, log inclusion, each by itself.
        OFD 与 PDF 不在状态列表中：状态取自核验回执。/ An OFD or PDF is in no status list: its status is what a receipt of a check tells.

        退出码 / Exit codes:
           0  有效 / valid
           1  无效 / not valid
           2  现有材料不足以判断 / cannot be told from what is at hand
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "凭证、OFD 或 PDF / The credential, OFD or PDF" };
        var ca = new Option<FileInfo?>("--ca") { Description = "从其他渠道取得的电子证照根证书（PEM）/ The licence authority's root certificates as known from elsewhere (PEM)" };
        var jwks = new Option<FileInfo?>("--jwks") { Description = "发证机关公钥（/.well-known/jwt-vc-issuer/…）/ The issuer's keys; only they tell of a compromise" };
        var status = new Option<FileInfo?>("--status") { Description = "状态列表 / The status list" };
        var vkey = new Option<string?>("--vkey") { Description = "日志校验密钥：文本或文件 / The log's verifier key: text or file" };
        var evidence = new Option<FileInfo?>("--evidence") { Description = "凭证签发证明，密钥泄露时需要 / Proof of when it was made, where the key was compromised" };
        var sealCa = new Option<FileInfo?>("--seal-ca") { Description = "OFD：从其他渠道取得的印章证书颁发机构（PEM）/ OFD: the seals' authorities as known from elsewhere (PEM)" };
        var sealCrl = new Option<FileInfo?>("--seal-crl") { Description = "OFD：印章证书吊销列表（PEM 或 DER）/ OFD: the authorities' lists of revoked certificates (PEM or DER)" };
        var check = new Option<FileInfo?>("--check") { Description = "OFD、PDF：同一证照的核验回执 / OFD, PDF: a receipt of a check of the same licence" };
        var checkKeys = new Option<FileInfo?>("--check-keys") { Description = "核验回执公钥（/api/v1/verify/keys）/ The keys of receipts" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");

        var command = new Command("licence", Description) { file, ca, jwks, status, vkey, evidence, sealCa, sealCrl, check, checkKeys, json, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file),
            new(
                parsed.GetValue(ca), parsed.GetValue(jwks), parsed.GetValue(status), parsed.GetValue(vkey), parsed.GetValue(evidence),
                parsed.GetValue(sealCa), parsed.GetValue(sealCrl), parsed.GetValue(check), parsed.GetValue(checkKeys)),
            parsed.GetValue(json), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(FileInfo file, LicenceTrust given, bool json, IReadOnlyList<Language> languages)
    {
        try
        {
            var bytes = File.ReadAllBytes(file.FullName);
            var (check, refusal, reason) = given.Judge(bytes, TimeProvider.System.GetUtcNow());
            if (check is null)
                return Refusal.Print(languages, refusal!, reason);
            Console.Out.Write(json ? ToJson(check) : ToText(check, languages));
            return (int)check.Answers.Overall;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or CryptographicException or JsonException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static (string Name, CheckAnswer Answer)[] Answers(CredentialCheck check) =>
    [
        ("integrity", check.Integrity), ("issuer", check.Issuer), ("status", check.Status), ("validity", check.Validity), ("log-inclusion", check.Log),
    ];

    private static string ToText(FileCheck check, IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(check, language).Select(line => line + "\n"))));

    private static IEnumerable<string> Lines(FileCheck check, Language language)
    {
        yield return language.Of($"licence-{check.Answers.Overall}") + (check.IsTest ? $" {language.Of("licence-test-seal")}" : "");
        foreach (var (name, answer) in Answers(check.Answers))
            yield return $"  {language.Of($"check-{name}")} [{answer.Code}] {language.Of($"check-{answer.Code}")}"
                + (answer.At is { } at ? $" {at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "");
    }

    private static string ToJson(FileCheck check) => JsonSerializer.Serialize(
        new
        {
            Overall = NameOf(check.Answers.Overall),
            check.IsTest,
            Answers = Answers(check.Answers).ToDictionary(one => one.Name, one => new { State = NameOf(one.Answer.State), one.Answer.Code, one.Answer.At }),
        },
        JsonSerializerOptions.Web) + "\n";

    private static string NameOf(CheckState state) => state.ToString().ToLowerInvariant();
}
