using System.CommandLine;
using System.Globalization;
using Registry.Api.Commands;
using Registry.Api.LicenceBatches;
using Registry.Domain;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary>
/// <c>licences mint</c> and <c>licences reissue</c>, with <c>--agency &lt;code&gt; --batch &lt;name&gt;</c>: carry out what two officers approved
/// (docs/operations.md, Batches).
/// </summary>
internal static class LicencesCommand
{
    private const int RefusedExitCode = 2;

    public static Command Build() => new("licences", "证照批次 / Batches of licences") 
    {
        Build("mint", BatchKind.Minting, "执行已批准的批量制证 / Carry out an approved minting", "已制证 / licences minted"),
        Build("reissue", BatchKind.Reissue, "执行已批准的批量换发 / Carry out an approved re-issue", "已换发 / licences minted anew"),
    };

    private static Command Build(string verb, BatchKind kind, string description, string done)
    {
        var agency = new Option<string>("--agency") { Description = "机构统一社会信用代码 / The agency's code", Required = true };
        var name = new Option<string>("--batch") { Description = "批次名称 / The batch's name", Required = true };
        var command = new Command(verb, description) { agency, name };
        command.SetAction(async (arguments, stop) =>
        {
            if (!Uscc.TryRead(arguments.GetValue(agency), out var code, out var fault))
            {
                await Console.Error.WriteLineAsync(fault.ToString());
                return RefusedExitCode;
            }
            return await RunAsync(LicenceBatchId.Of(code, arguments.GetValue(name)!), kind, done, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(LicenceBatchId batch, BatchKind kind, string done, CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        try
        {
            var report = await ShowProgressAsync(progress => runtime.Batches.RunAsync(runtime.Settings.Authority, batch, kind, progress, stop));
            return await PrintAsync(report, done);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("已中止；再次运行同一命令即可继续 / Stopped. Run the same command again to go on.");
            return 1;
        }
    }

    private static Task<BatchReport> ShowProgressAsync(Func<IProgress<BatchProgress>, Task<BatchReport>> run) =>
        AnsiConsole.Progress().AutoClear(true).StartAsync(progress => run(new Bar(progress.AddTask("证照 licences"))));

    private static async Task<int> PrintAsync(BatchReport report, string done)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{report.Done} 份{done}, {report.Refused.Count} 份被拒 / refused"));
        foreach (var (id, refusal) in report.Refused)
            Console.WriteLine($"  {id}  {refusal.Code}: {TextOf(refusal)}");
        if (report.Refusal is not { } stopped)
            return 0;
        await Console.Error.WriteLineAsync($"{stopped.Code}: {TextOf(stopped)}");
        return RefusedExitCode;
    }

    private static string TextOf(Refusal refusal) => string.Join(" / ", ((string[])["zh-CN", "en"]).Select(language => string.Format(
        CultureInfo.InvariantCulture, Problems.Texts.GetString(refusal.Code, CultureInfo.GetCultureInfo(language))!, [.. refusal.Arguments])));

    private sealed class Bar(ProgressTask task) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value)
        {
            task.MaxValue = Math.Max(value.Total, 1);
            task.Value = value.Done;
        }
    }
}
