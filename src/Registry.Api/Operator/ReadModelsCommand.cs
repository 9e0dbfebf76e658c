using System.CommandLine;

namespace Registry.Api.Operator;

/// <summary><c>read-models rebuild</c>: makes the read models what the events make of them. Repeating it changes nothing.</summary>
internal static class ReadModelsCommand
{
    private const long Step = 100_000;

    public static Command Build() => new("read-models", "读模型 / Read models") { Rebuild() };

    private static Command Rebuild()
    {
        var command = new Command(
            "rebuild", "由事件重建读模型，服务可照常运行 / Rebuild the read models from the events; servers go on beside it");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        var told = 0L;
        var done = await runtime.Rebuild.RunAsync(runtime.Settings.Authority, Tell, stop);
        Console.WriteLine(
            $"{done.Events} 事件，写入 {done.Written} 行，删除 {done.Removed} 行 / events; rows written: {done.Written}, removed: {done.Removed}");
        return 0;

        void Tell(long events)
        {
            if (events / Step > told / Step)
                Console.Error.WriteLine($"{events} 事件 / events");
            told = events;
        }
    }
}
