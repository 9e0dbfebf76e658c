using System.CommandLine;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary><c>bundle --scope … --out file</c>: an evidence bundle for registry-verify. Taking it is an access event.</summary>
internal static class BundleCommand
{
    public static Command Build()
    {
        var output = new Option<FileInfo>("--out") { Description = "目标文件 / File to write", Required = true };
        var scope = new Option<string>("--scope") { Description = "范围 / Scope", DefaultValueFactory = _ => "everything" };
        scope.AcceptOnlyFromAmong("everything", "period", "licence", "case", "person");
        var id = new Option<Guid?>("--id") { Description = "证照或办件的标识 / Id of the licence or case" };
        var from = new Option<long?>("--from") { Description = "首个序号 / First index of the period" };
        var to = new Option<long?>("--to") { Description = "末个序号之后 / Index behind the period" };
        var subject = new Option<string?>("--subject") { Description = "当事人标签 / Tag of the person" };
        var since = new Option<long?>("--since") { Description = "上次所见检查点的大小 / Size of the checkpoint seen last" };
        var command = new Command("bundle", "导出证据包供离线核验 / Write an evidence bundle for offline verification")
        {
            output, scope, id, from, to, subject, since,
        };
        command.SetAction((given, stop) => RunAsync(
            new(
                given.GetValue(scope)!, given.GetValue(id), given.GetValue(from), given.GetValue(to),
                given.GetValue(subject) is { } tag ? new SubjectTag(tag) : null, given.GetValue(since)),
            given.GetValue(output)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(BundleRequest request, FileInfo output, CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        var log = runtime.Logs.Of(runtime.Settings.Authority);
        if (await runtime.BundlePlanner.PlanAsync(log, request, stop) is not { } plan)
        {
            await Console.Error.WriteLineAsync("尚未发布，或没有所要的内容 / Not published yet, or nothing of the kind.");
            return 1;
        }
        var actor = new Actor("operator", Role.Platform, Agency: null, RegionCode.Parse(log.Tenant), Subject: null);
        var resource = request.Id is { } id ? $"{request.Kind}/{id}" : $"log/{request.Kind}";
        await runtime.Accesses.RecordAsync(log.Tenant, new(
            actor, AccessPolicy.OnHistory(actor, null, resource), plan.Subjects, DataClass.Evidence, resource, Correlation: null));

        await using var file = new FileStream(output.FullName, FileMode.Create, FileAccess.Write);
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("bundle").IsIndeterminate();
            await runtime.Bundles.WriteAsync(plan, file, new Progress<long>(count => task.Description = $"bundle {count}"), stop);
        });
        Console.WriteLine($"已写入 / written: {output.FullName}");
        Console.WriteLine($"核验公钥 / verifier key: {log.Key}");
        return 0;
    }
}
