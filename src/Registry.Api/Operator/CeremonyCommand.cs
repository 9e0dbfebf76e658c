using System.CommandLine;
using Registry.Api.Ceremony;
using Spectre.Console;

namespace Registry.Api.Operator;

/// <summary>
/// <c>ceremony run plan --out directory</c>: on a machine without network and database, two people endorse keys with the
/// authority's root (docs/operations.md, Ceremony).
/// </summary>
internal static class CeremonyCommand
{
    private const int RefusedExitCode = 2;

    public static Command Build()
    {
        var plan = new Argument<FileInfo>("plan") { Description = "keys plan 写出的计划 / The plan that keys plan wrote" };
        var output = new Option<DirectoryInfo>("--out") { Required = true, Description = "根密钥与结果所在目录 / Directory of the root key and the results" };
        var run = new Command("run", "两人执行根密钥仪式 / Two people use the root key") { plan, output };
        run.SetAction(arguments => Run(arguments.GetValue(plan)!, arguments.GetValue(output)!));
        return new Command("ceremony", "根密钥仪式（离线）/ Root key ceremony (offline)") { run };
    }

    private static int Run(FileInfo plan, DirectoryInfo output)
    {
        var done = new RootCeremony(output, TimeProvider.System).Run(File.ReadAllBytes(plan.FullName), Confirm);
        if (done is null)
        {
            Console.Error.WriteLine("未确认，未生成任何内容 / Not confirmed; nothing was made.");
            return RefusedExitCode;
        }
        Console.WriteLine($"已背书 / endorsed: {done.Keys.Count}");
        Console.WriteLine($"仪式记录 / transcript SHA-256: {done.Transcript}");
        Console.WriteLine($"结果 / results: {output.FullName}");
        return 0;
    }

    private static string? Confirm(string person, string digest)
    {
        Console.WriteLine($"{person}：计划 / plan SHA-256 {digest}");
        Console.WriteLine("与纸质计划一致，请输入本人口令（至少 12 字符）；否则留空 / If it is the reviewed plan, type your half of the passphrase (12 characters or more); else nothing:");
        return Console.IsInputRedirected
            ? Console.ReadLine()
            : AnsiConsole.Prompt(new TextPrompt<string>("").Secret().AllowEmpty());
    }
}
