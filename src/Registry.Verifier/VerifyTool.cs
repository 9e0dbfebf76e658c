using System.CommandLine;
using System.Text;

namespace Registry.Verifier;

/// <summary>The auditor's offline tool: no database, no network.</summary>
internal static class VerifyTool
{
    public static int Main(string[] args)
    {
        // Chinese text also where the locale is C.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("离线核验可验证日志，不依赖其运营者。/ Verifies the log offline, without trusting its operator.")
        {
            ExportCommand.Build(),
        };
        var parsed = root.Parse(args);
        // The library's own code for wrong usage is 1, and so is the one of its exception handler; here 1 means tampered.
        var exit = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count == 0 ? exit : ExitCode.Usage;
    }
}
