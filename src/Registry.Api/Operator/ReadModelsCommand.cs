using System.CommandLine;
using Npgsql;
using Registry.Projections.Log.Fsck;

namespace Registry.Api.Operator;

/// <summary><c>read-models rebuild</c>: makes read models anew from the events. Repeating it changes nothing.</summary>
internal static class ReadModelsCommand
{
    public static Command Build() => new("read-models", "读模型 / Read models") { Rebuild() };

    private static Command Rebuild()
    {
        var names = new Argument<string[]>("name")
        {
            Arity = ArgumentArity.ZeroOrMore, Description = "读模型名称；缺省为全部 / Which; all of them where none is named",
        };
        names.AcceptOnlyFromAmong([.. ReadModelRebuild.Names]);
        var command = new Command("rebuild", "由事件重建读模型；其间写入等待 / Rebuild from the events; writes wait meanwhile") { names };
        command.SetAction((given, stop) => RunAsync(given.GetValue(names) is { Length: > 0 } some ? [.. some.Distinct()] : ReadModelRebuild.Names, stop));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> names, CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        await using var owner = NpgsqlDataSource.Create(runtime.OwnerConnection);
        await new ReadModelRebuild(owner, runtime.Settings.Schema).RunAsync(names, new Lines(), stop);
        Console.WriteLine($"重建 {names.Count} 个读模型 / read models rebuilt: {names.Count}. 请运行 fsck / Now run fsck.");
        return 0;
    }

    // Written as they come, which Progress<T> does not promise.
    private sealed class Lines : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
