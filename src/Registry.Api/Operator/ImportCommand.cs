using System.CommandLine;
using Registry.Api.Imports;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Imports;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary><c>import file --mapping mapping.json</c>: takes an existing register over (docs/register-import.md).</summary>
internal static class ImportCommand
{
    private const int RefusedExitCode = 2;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV 文件 / CSV file" };
        var mapping = new Option<FileInfo>("--mapping") { Description = "映射文件 / Mapping file", Required = true };
        var rejects = new Option<FileInfo>("--rejects") { Description = "有误的行写入此文件 / Where faulty rows are written" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 / Check only, write nothing" };
        var command = new Command("import", "导入既有登记簿 / Import an existing register") { file, mapping, rejects, dryRun };
        command.SetAction((arguments, stop) => RunAsync(
            arguments.GetValue(file)!, arguments.GetValue(mapping)!, arguments.GetValue(rejects),
            new ImportOptions { DryRun = arguments.GetValue(dryRun) }, stop));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, FileInfo mappingFile, FileInfo? rejectFile, ImportOptions options, CancellationToken stop)
    {
        if (!MappingFile.TryRead(await File.ReadAllBytesAsync(mappingFile.FullName, stop), out var mapping, out var faults))
        {
            foreach (var fault in faults)
                await Console.Error.WriteLineAsync(ImportTexts.Both(language => ImportTexts.Of(fault, language)));
            return RefusedExitCode;
        }

        await using var csv = file.OpenRead();
        await using var rejects = rejectFile is null ? null : OwnerOnly(rejectFile);
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        var tenant = runtime.Settings.Authority;
        var actor = new Actor("operator", Role.Platform, Agency: null, RegionCode.Parse(tenant), Subject: null);
        ImportReport report;
        try
        {
            report = await ShowProgressAsync(progress => runtime.Imports.RunAsync(
                tenant, actor, correlation: null, mapping, csv, options, rejects, progress, stop));
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(
                "已中止；再次运行同一命令即可继续 / Stopped. Run the same command again to go on.");
            return 1;
        }
        return await PrintAsync(report, rejectFile);
    }

    private static Task<ImportReport> ShowProgressAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> run) =>
        AnsiConsole.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var checking = progress.AddTask("检查 check");
            var importing = progress.AddTask("导入 import");
            return await run(new Bars(checking, importing));
        });

    private static async Task<int> PrintAsync(ImportReport report, FileInfo? rejectFile)
    {
        if (report.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync(ImportTexts.Both(language => ImportTexts.Of(refusal, language)));
            return RefusedExitCode;
        }
        if (report.DryRun)
            Console.WriteLine("试运行，未写入 / Dry run, nothing written");
        Console.WriteLine(
            $"{report.Rows} 行 / rows ({report.Encoding}): {report.RowsImported} 导入 / imported, "
            + $"{report.RowsAlreadyImported} 已导入 / already imported, {report.RowsRejected} 有误 / rejected");
        Console.WriteLine(
            $"证照 / licences: {report.LicencesNew} 新增 / new, {report.LicencesExtended} 续写 / extended, "
            + $"{report.LicencesUnchanged} 未变 / unchanged; {report.Events} 事件 / events");
        foreach (var (code, count) in report.FaultCounts)
            Console.WriteLine(
                $"  {count} × {code}: "
                + ImportTexts.Both(language => ImportTexts.Of(new RowFault(0, null, code), language)));
        if (report.RowsRejected > 0 && rejectFile is not null)
            Console.WriteLine($"有误的行（含个人信息）/ Faulty rows (personal data): {rejectFile.FullName}");
        return 0;
    }

    // Faulty rows hold names and numbers in clear.
    private static FileStream OwnerOnly(FileInfo file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file.FullName, options);
    }

    private sealed class Bars(ProgressTask checking, ProgressTask importing) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            var bar = value.Phase is ImportPhase.Checking ? checking : importing;
            bar.MaxValue = Math.Max(value.Total, 1);
            bar.Value = value.Done;
        }
    }
}
