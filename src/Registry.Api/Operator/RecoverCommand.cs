using System.CommandLine;
using System.CommandLine.Parsing;
using Registry.Api.Hosting;
using Registry.Domain.Epochs;
using Registry.Projections.Log.Recovery;

namespace Registry.Api.Operator;

/// <summary>
/// <c>log recover</c>: after a restore that lost signed entries, either puts them back from an export, or, where nobody kept
/// one that reaches far enough, closes the log and records the loss in the next (docs/operations.md, ADR 0014).
/// </summary>
internal static class RecoverCommand
{
    private static readonly Option<FileInfo?> From = new("--from")
    {
        Description = "导出文件或证据包 / An export or an evidence bundle that somebody kept",
    };

    private static readonly Option<bool> Discontinuity = new("--discontinuity")
    {
        Description = "无足够的导出：封存现有日志，另起新日志并记录断点 / Nobody kept enough: close the log as it is and record the loss in a new one",
    };

    private static readonly Option<long?> Lost = new("--lost")
    {
        Description = "确认丢失的已签名条目数；缺省时命令说明是多少 / Signed entries you know to be lost; left out, the command says how many",
    };

    private static readonly Option<string[]> OrderedBy = new("--ordered-by")
    {
        Arity = new(2, 2), AllowMultipleArgumentsPerToken = true, Description = "两名决定人的工号 / Staff ids of the two who order it",
    };

    private static readonly Option<DiscontinuityReason> Reason = new("--reason") { Description = "原因 / Reason" };

    private static readonly Option<FileInfo?> Checkpoint = new("--checkpoint")
    {
        Description = "他人留存的检查点，如有 / A checkpoint that somebody kept, if any",
    };

    public static Command Build()
    {
        var command = new Command("recover", "恢复备份后处理已签名的条目 / After a restore: put back what was signed, or record that it is lost")
        {
            From, Discontinuity, Lost, OrderedBy, Reason, Checkpoint,
        };
        command.Validators.Add(Validate);
        command.SetAction(async (given, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var succeeds = given.GetValue(Discontinuity);
            if (given.GetValue(From) is { } file)
                await ReplayAsync(runtime, file, partly: succeeds, stop);
            if (succeeds)
                await SucceedAsync(runtime, await OrderOf(given, stop), stop);
            return 0;
        });
        return command;
    }

    private static void Validate(CommandResult given)
    {
        if (given.GetValue(From) is null && !given.GetValue(Discontinuity))
            given.AddError("--from, --discontinuity");
        else if (given.GetValue(Discontinuity)
            && (given.GetValue(OrderedBy) is not [{ Length: > 0 } one, { Length: > 0 } other] || one == other
                || !(one + other).All(char.IsAsciiLetterOrDigit)))
            given.AddError("--ordered-by: 两个不同工号，仅字母与数字 / two different staff ids, letters and digits only");
    }

    private static async Task<DiscontinuityOrder> OrderOf(ParseResult given, CancellationToken stop) => new(
        given.GetValue(Reason), given.GetValue(OrderedBy)!, given.GetValue(Lost),
        given.GetValue(Checkpoint) is { } kept ? await File.ReadAllTextAsync(kept.FullName, stop) : null);

    private static async Task ReplayAsync(RegistryRuntime runtime, FileInfo file, bool partly, CancellationToken stop)
    {
        var recovered = await runtime.Recovery.ReplayAsync(
            runtime.Logs.Of(runtime.Settings.Authority), new ExportedLog(file.FullName), stop, partly);
        Console.WriteLine(
            $"补回 {recovered.Entries} 条目，共 {recovered.Size} / {recovered.Entries} entries put back, {recovered.Size} in all. "
            + "请运行 fsck / Now run fsck.");
        if (recovered.PeopleWithoutKey > 0)
            Console.WriteLine(
                $"{recovered.PeopleWithoutKey} 人的密钥已丢失，其个人信息无法读取 / persons' keys are lost, and with them what was sealed for them");
    }

    private static async Task SucceedAsync(RegistryRuntime runtime, DiscontinuityOrder order, CancellationToken stop)
    {
        var old = runtime.Logs.Of(runtime.Settings.Authority);
        var succeeded = await runtime.Succession.RunAsync(old, order, runtime.Clock.Today().Year, stop);
        Console.WriteLine($"已封存 / closed: {old.Origin}, {succeeded.Left} 条目 / entries, {succeeded.Lost} 条丢失 / lost");
        Console.WriteLine($"新日志 / goes on as: {succeeded.Next.Origin}");
        Console.WriteLine($"请公布新的核验公钥 / publish its verifier key: {succeeded.Next.Key}");
    }
}
