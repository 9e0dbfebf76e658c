using System.CommandLine;
using System.Globalization;
using System.Resources;
using System.Text.Json;
using Registry.Api.Imports;
using Registry.Projections.Log.Fsck;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary><c>fsck</c>: rebuilds log and read models from the events alone and compares. Exit code 0 ok, 1 findings.</summary>
internal static class FsckCommand
{
    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Fsck", typeof(FsckCommand).Assembly);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "输出 JSON / Print JSON" };
        var skip = new Option<bool>("--skip-read-models") { Description = "不核对读模型 / Leave the read models out" };
        var command = new Command("fsck", "由事件重建并逐一核对日志与读模型 / Rebuild log and read models from the events, and compare") { json, skip };
        command.SetAction((arguments, stop) => RunAsync(arguments.GetValue(json), arguments.GetValue(skip), stop));
        return command;
    }

    private static async Task<int> RunAsync(bool json, bool skipReadModels, CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        var tenant = runtime.Settings.Authority;
        var run = new FsckRun(runtime.Database.Pooled, runtime.Store, runtime.Settings.Schema, runtime.LogKeysAsync);
        var report = json
            ? await run.RunAsync(tenant, skipReadModels, progress: null, stop)
            : await ShowProgressAsync(progress => run.RunAsync(tenant, skipReadModels, progress, stop));
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        else
            Print(report);
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static void Print(FsckReport report)
    {
        Console.WriteLine($"{report.Entries} 条目 / entries, {report.Events} 事件折叠为读模型 / events folded to read models");
        if (report.Findings.Count == 0)
            Console.WriteLine("一致 / Everything agrees");
        foreach (var found in report.Findings)
        {
            var place = found.Index is { } index ? $" {found.Log} #{index.ToString(CultureInfo.InvariantCulture)}" : "";
            Console.WriteLine($"[{found.Code}]{place} {ImportTexts.Both(language => TextOf(found.Code, language))}");
            Console.WriteLine($"    {found.Detail}");
        }
    }

    private static string TextOf(string code, CultureInfo language) =>
        Texts.GetString(code, language) ?? throw new InvalidOperationException($"Finding {code} has no text.");

    private static Task<FsckReport> ShowProgressAsync(Func<IProgress<FsckProgress>, Task<FsckReport>> run) =>
        AnsiConsole.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var log = progress.AddTask("日志 log");
            var models = progress.AddTask("读模型 read models");
            return await run(new Bars(log, models));
        });

    private sealed class Bars(ProgressTask log, ProgressTask models) : IProgress<FsckProgress>
    {
        public void Report(FsckProgress value)
        {
            var bar = value.Phase is FsckPhase.Log ? log : models;
            bar.MaxValue = Math.Max(value.Total, 1);
            bar.Value = value.Done;
        }
    }
}
