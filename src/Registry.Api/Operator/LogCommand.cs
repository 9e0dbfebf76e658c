using System.CommandLine;
using Registry.Projections.Log;

namespace Registry.Api.Operator;

/// <summary><c>log …</c>: what an operator does about the log itself.</summary>
internal static class LogCommand
{
    public static Command Build() => new("log", "日志 / The log") { Reconcile(), RecoverCommand.Build() };

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
}
