using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Registry.Domain.Credentials.Checking;

namespace Registry.Verifier;

/// <summary>registry-verify licence: a credential judged with what the reader has at hand, each question by itself.</summary>
internal static class LicenceCommand
{
    private const string Description = """
        离线核验电子证照凭证（SD-JWT VC）：完整性、发证机关、状态、有效期、日志收录，分别作答。
        Verifies a licence's credential (SD-JWT VC) offline: integrity, issuer, status, validity, log inclusion, each by itself.

        退出码 / Exit codes:
           0  有效 / valid
           1  无效 / not valid
           2  现有材料不足以判断 / cannot be told from what is at hand
          64  用法错误或文件无法读取，未作核验 / wrong usage or unreadable file, nothing was verified
        """;

    // Clocks of offices and telephones.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "凭证 / The credential" };
        var ca = new Option<FileInfo?>("--ca") { Description = "从其他渠道取得的电子证照根证书（PEM）/ The licence authority's root certificates as known from elsewhere (PEM)" };
        var jwks = new Option<FileInfo?>("--jwks") { Description = "发证机关公钥（/.well-known/jwt-vc-issuer/…）/ The issuer's keys; only they tell of a compromise" };
        var status = new Option<FileInfo?>("--status") { Description = "状态列表 / The status list" };
        var vkey = new Option<string?>("--vkey") { Description = "日志校验密钥：文本或文件 / The log's verifier key: text or file" };
        var evidence = new Option<FileInfo?>("--evidence") { Description = "凭证签发证明，密钥泄露时需要 / Proof of when it was made, where the key was compromised" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 对象 / Print one JSON object" };
        var lang = new Option<string?>("--lang") { Description = "只用一种语言：zh 或 en / One language only" };
        lang.AcceptOnlyFromAmong("zh", "en");

        var command = new Command("licence", Description) { file, ca, jwks, status, vkey, evidence, json, lang };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(ca), parsed.GetValue(jwks), parsed.GetValue(status), parsed.GetValue(vkey),
            parsed.GetValue(evidence), parsed.GetValue(json), Language.For(parsed.GetValue(lang))));
        return command;
    }

    private static int Run(
        FileInfo file, FileInfo? ca, FileInfo? jwks, FileInfo? status, string? vkey, FileInfo? evidence, bool json,
        IReadOnlyList<Language> languages)
    {
        try
        {
            if (ca is null && jwks is null)
                return Refusal.Print(languages, "licence-no-trust", "--ca, --jwks");
            if (!PinnedKey.TryRead(vkey, out var logKey, out var reason))
                return Refusal.Print(languages, "vkey-unreadable", reason);
            var keys = jwks is null ? null : IssuerKeys.Read(Text(jwks)!);
            if (jwks is not null && keys is null)
                return Refusal.Print(languages, "file-unreadable", jwks.FullName);
            var minting = evidence is null ? null : MintingEvidence.Read(Text(evidence)!);
            if (evidence is not null && minting is null)
                return Refusal.Print(languages, "file-unreadable", evidence.FullName);
            var roots = new X509Certificate2Collection();
            if (ca is not null)
                roots.ImportFromPem(Text(ca));

            var check = CredentialChecker.Check(
                Text(file)!.Trim(), new([.. roots], keys, Text(status), logKey, minting, TimeProvider.System.GetUtcNow(), Leeway));
            Console.Out.Write(json ? ToJson(check) : ToText(check, languages));
            return (int)check.Overall;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or CryptographicException)
        {
            return Refusal.Print(languages, "file-unreadable", e.Message);
        }
    }

    private static string? Text(FileInfo? file) => file is null ? null : File.ReadAllText(file.FullName);

    private static (string Name, CheckAnswer Answer)[] Answers(CredentialCheck check) =>
    [
        ("integrity", check.Integrity), ("issuer", check.Issuer), ("status", check.Status), ("validity", check.Validity), ("log-inclusion", check.Log),
    ];

    private static string ToText(CredentialCheck check, IReadOnlyList<Language> languages) =>
        string.Join('\n', languages.Select(language => string.Concat(Lines(check, language).Select(line => line + "\n"))));

    private static IEnumerable<string> Lines(CredentialCheck check, Language language)
    {
        yield return language.Of($"licence-{check.Overall}");
        foreach (var (name, answer) in Answers(check))
            yield return $"  {language.Of($"check-{name}")} [{answer.Code}] {language.Of($"check-{answer.Code}")}"
                + (answer.At is { } at ? $" {at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "");
    }

    private static string ToJson(CredentialCheck check) => JsonSerializer.Serialize(
        new
        {
            Overall = NameOf(check.Overall),
            Answers = Answers(check).ToDictionary(one => one.Name, one => new { State = NameOf(one.Answer.State), one.Answer.Code, one.Answer.At }),
        },
        JsonSerializerOptions.Web) + "\n";

    private static string NameOf(CheckState state) => state.ToString().ToLowerInvariant();
}
