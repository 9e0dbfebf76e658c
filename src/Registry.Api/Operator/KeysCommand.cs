using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Api.Operator;

/// <summary><c>keys list | rotate | retire | compromised</c>: the keys that sign events and checkpoints (docs/operations.md, Keys).</summary>
internal static class KeysCommand
{
    private const int RefusedExitCode = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Build() => new("keys", "签名密钥 / Signing keys") 
    {
        List(), Rotate(), Retire(), Compromised(), EndorsementCommands.Plan(), EndorsementCommands.Endorse(),
    };

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "输出 JSON / Print JSON" };
        var command = new Command("list", "列出签名密钥 / List the signing keys") { json };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var cards = await CardsAsync(runtime, stop);
            var ofLogs = LogKeyCommands.List(runtime);
            if (arguments.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize<IEnumerable<object>>([.. ofLogs, .. cards.Select(card => new
                {
                    card.Kid, card.Owner, card.Algorithm, card.RegisteredAt, card.IsLive, card.Suspicion,
                    Held = IsHeld(runtime, card), card.PublicKey,
                })], Json));
            else
            {
                foreach (var key in ofLogs)
                    Console.WriteLine($"{Line(key.Kid, key.Owner, key.Algorithm, key.State, key.Held)}  {key.Vkey}");
                foreach (var card in cards)
                    Console.WriteLine(Line(card.Kid, card.Owner, card.Algorithm, StateOf(card), IsHeld(runtime, card)));
            }
            return 0;

            static string Line(string kid, string owner, string algorithm, string state, bool held) =>
                $"{kid}  {owner,-18}  {algorithm,-7}  {state}{(held ? "" : "  私钥不在此处 / private key not here")}";
        });
        return command;
    }

    private static Command Rotate()
    {
        var owner = new Argument<string>("owner") { Description = "机构统一社会信用代码、登记机关区划代码、log（检查点密钥）或 vault（封装个人数据密钥的密钥）/ Code of the agency or authority, log for the checkpoint key, or vault for the key over personal data's keys" };
        var algorithm = new Option<string?>("--algorithm") { Description = "缺省与现用密钥相同 / Default: that of the present key" };
        algorithm.AcceptOnlyFromAmong(Es256.Name, Ed25519.Name, Sm2.Name);
        var prepare = new Option<bool>("--prepare") { Description = "仅 vault：只生成，先复制到每台服务器 / vault only: make it and stop, to copy it to every server first" };
        var command = new Command("rotate", "登记新密钥，旧密钥继续有效 / Register a new key; the old one stays valid") { owner, algorithm, prepare };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var tenant = runtime.Settings.Authority;
            var code = arguments.GetValue(owner)!;
            if (code == LogKeyCustody.Owner)
                return await LogKeyCommands.RotateAsync(runtime, stop);
            if (code == VaultCommands.Owner)
                return await VaultCommands.RotateAsync(runtime, arguments.GetValue(prepare), stop);
            if (await runtime.Signers.LiveAsync(tenant, code, stop) is not [var present, ..])
                return await RefuseAsync(SigningKeyDecider.Unknown);
            var kid = await runtime.Custody.RotateAsync(tenant, code, arguments.GetValue(algorithm) ?? present.Algorithm);
            Console.WriteLine($"新密钥 / new key: {kid}");
            Console.WriteLine($"旧密钥 / old key: {present.Kid}  (keys retire {present.Kid})");
            return 0;
        });
        return command;
    }

    private static Command Retire()
    {
        var kid = Kid();
        var reason = new Option<RetirementReason>("--reason") { DefaultValueFactory = _ => RetirementReason.Scheduled, Description = "原因 / Reason" };
        var command = new Command("retire", "停用旧密钥 / Retire an old key") { kid, reason };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var refusal = LogKeyCommands.Find(runtime, arguments.GetValue(kid)!) is { } logKey
                ? await LogKeyCommands.RetireAsync(runtime, logKey, arguments.GetValue(reason), stop)
                : await runtime.Custody.RetireAsync(
                    runtime.Settings.Authority, arguments.GetValue(kid)!, arguments.GetValue(reason), runtime.Clock);
            return refusal is null ? Done($"已停用 / retired: {arguments.GetValue(kid)}") : await RefuseAsync(refusal);
        });
        return command;
    }

    private static Command Compromised()
    {
        var kid = Kid();
        var from = new Option<long>("--from") { Required = true, Description = "第一条存疑条目的索引 / Index of the first suspect entry" };
        var reason = new Option<CompromiseReason>("--reason") { Description = "原因 / Reason" };
        var reporter = new Option<CompromiseReporter>("--reported-by")
        {
            DefaultValueFactory = _ => CompromiseReporter.Operator, Description = "报告方 / Who reported it",
        };
        var command = new Command("compromised", "报告密钥泄露 / Report a key as compromised") { kid, from, reason, reporter };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var log = runtime.Logs.Of(runtime.Settings.Authority);
            var size = await runtime.LogReader.SizeAsync(log.Id, stop);
            var (since, why, who) = (arguments.GetValue(from), arguments.GetValue(reason), arguments.GetValue(reporter));
            var refusal = LogKeyCommands.Find(runtime, arguments.GetValue(kid)!) is { } logKey
                ? await LogKeyCommands.ReportCompromiseAsync(runtime, logKey, since, size, why, who, stop)
                : await runtime.Custody.ReportCompromiseAsync(log, arguments.GetValue(kid)!, since, size, why, who);
            return refusal is null ? Done($"已记录 / recorded: {arguments.GetValue(kid)}") : await RefuseAsync(refusal);
        });
        return command;
    }

    private static Argument<string> Kid() => new("kid") { Description = "密钥标识 / Key id" };

    internal static async Task<IReadOnlyList<SigningKeyCard>> CardsAsync(RegistryRuntime runtime, CancellationToken stop)
    {
        await using var session = runtime.Sessions.Query(runtime.Settings.Authority);
        return await Marten.QueryableExtensions.ToListAsync(
            session.Query<SigningKeyCard>().OrderBy(card => card.Owner).ThenBy(card => card.RegisteredAt), stop);
    }

    private static bool IsHeld(RegistryRuntime runtime, SigningKeyCard card) =>
        runtime.Keys.Held(AgencySigners.KeyName(card.Owner)).Contains(card.Kid);

    private static string StateOf(SigningKeyCard card) => card switch
    {
        { Suspicion: { } s } => string.Create(CultureInfo.InvariantCulture, $"泄露，自 {s.From} / compromised from {s.From} ({s.Log})"),
        { IsLive: false } => "已停用 / retired",
        _ => "有效 / live",
    };

    private static int Done(string line)
    {
        Console.WriteLine(line);
        return 0;
    }

    internal static async Task<int> RefuseAsync(Refusal refusal)
    {
        await Console.Error.WriteLineAsync(
            $"{refusal.Code}: {Problems.Texts.GetString(refusal.Code, CultureInfo.GetCultureInfo("zh-CN"))} / "
            + Problems.Texts.GetString(refusal.Code, CultureInfo.InvariantCulture));
        return RefusedExitCode;
    }
}
