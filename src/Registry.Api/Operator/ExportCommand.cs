using System.CommandLine;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary><c>export --out file</c>: the history under the newest checkpoint, for registry-verify.</summary>
internal static class ExportCommand
{
    public static Command Build()
    {
        var output = new Option<FileInfo>("--out") { Description = "目标文件 / File to write", Required = true };
        var epoch = new Option<string?>("--epoch") { Description = "已封存的日志，如 2026；缺省为现行日志 / A closed log, as 2026; else the one that goes on" };
        var command = new Command("export", "导出日志供离线核验 / Export the log for offline verification") { output, epoch };
        command.SetAction((arguments, stop) => RunAsync(arguments.GetValue(output)!, arguments.GetValue(epoch), stop));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo output, string? epoch, CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        if (runtime.Logs.Find(runtime.Settings.Authority, epoch) is not { } log)
        {
            await Console.Error.WriteLineAsync($"没有该日志 / There is no such log: {epoch}");
            return 1;
        }
        await using var file = new FileStream(output.FullName, FileMode.Create, FileAccess.Write);
        var written = await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("export").IsIndeterminate();
            return await runtime.Export.WriteAsync(
                log, file, new Progress<long>(count => task.Description = $"export {count}"), stop);
        });
        if (written is null)
        {
            await Console.Error.WriteLineAsync("尚无已签名的检查点 / Nothing has been signed yet: start the server first.");
            return 1;
        }
        Console.WriteLine($"已导出 {written} 条记录 / {written} entries: {output.FullName}");
        Console.WriteLine($"核验公钥 / verifier key: {log.Key}");
        return 0;
    }
}
