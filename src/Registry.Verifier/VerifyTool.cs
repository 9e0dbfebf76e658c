using System.CommandLine;
using System.Text;
using Registry.Verifier.Witness;

namespace Registry.Verifier;

/// <summary>The auditor's tool: no database, and no network except for <c>witness serve</c> and <c>subject --log</c>.</summary>
internal static class VerifyTool
{
    public static int Main(string[] args)
    {
        // Chinese text also where the locale is C.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("离线核验可验证日志，不依赖其运营者。/ Verifies the log offline, without trusting its operator.")
        {
            ExportCommand.Build(),
            BundleCommand.Build(),
            CheckCommand.Build(),
            ReceiptCommand.Build(),
            LicenceCommand.Build(),
            ReplayCommand.Build(),
            ShownCommand.Build(),
            SubjectCommand.Build(),
            WitnessCommand.Build(),
        };
        var parsed = root.Parse(args);
        // The library's own code for wrong usage is 1, and so is the one of its exception handler; here 1 means tampered.
        var exit = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count == 0 ? exit : ExitCode.Usage;
    }
}
