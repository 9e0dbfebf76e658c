using System.CommandLine;
using Registry.Projections.Log;
using Registry.Projections.Log.Recovery;

namespace Registry.Api.Operator;

/// <summary><c>log …</c>: what an operator does about the log itself.</summary>
internal static class LogCommand
{
    public static Command Build() => new("log", "日志 / The log") { Reconcile(), Recover() };

    private static Command Reconcile()
    {
        var command = new Command("reconcile", "核对事件与日志，并重算全部条目 / Match events and log, and hash every entry anew");
        command.SetAction(async (_, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var result = await new Reconciler(runtime.Database.Pooled, runtime.Settings.Schema, runtime.Clock)
                .RunAsync(runtime.Logs.Of(runtime.Settings.Authority), stop);
            Console.WriteLine(result.Miss is { } miss
                ? $"不一致 / Does not agree: {miss}"
                : $"{result.Size} 条目，一致 / entries, everything agrees");
            return result.Miss is null ? 0 : 1;
        });
        return command;
    }

    private static Command Recover()
    {
        var from = new Option<FileInfo>("--from")
        {
            Description = "导出文件或证据包 / An export or an evidence bundle that somebody kept",
            Required = true,
        };
        var command = new Command("recover", "恢复备份后补回已签名的条目 / After a restore, put back what was signed") { from };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var recovered = await runtime.Recovery.ReplayAsync(
                runtime.Logs.Of(runtime.Settings.Authority), new ExportedLog(arguments.GetValue(from)!.FullName), stop);
            Console.WriteLine(
                $"补回 {recovered.Entries} 条目，共 {recovered.Size} / {recovered.Entries} entries put back, {recovered.Size} in all. "
                + "请运行 fsck / Now run fsck.");
            if (recovered.PeopleWithoutKey > 0)
                Console.WriteLine(
                    $"{recovered.PeopleWithoutKey} 人的密钥已丢失，其个人信息无法读取 / persons' keys are lost, and with them what was sealed for them");
            return 0;
        });
        return command;
    }
}
