using System.CommandLine;
using System.Text.Json;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Log;

namespace Registry.Api.Operator;

/// <summary>What an operator runs beside the server: <c>dotnet run --project src/Registry.Api -- help</c> lists it.</summary>
internal static class OperatorCommands
{
    /// <summary>A first argument that is not an option is a command; options alone start the server.</summary>
    public static bool Handles(string[] args) => args is [{ Length: > 0 } first, ..] && (first[0] != '-' || first is "-h" or "-?" or "--help");

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("电子证照与办件登记 / Registry of e-licences and cases. Without a command: starts the server.")
        {
            DevTokenCommand.Build(),
            ExportCommand.Build(),
            BundleCommand.Build(),
            FsckCommand.Build(),
            ReadModelsCommand.Build(),
            LogCommand.Build(),
            AuthorityCommand.Build(),
            ImportCommand.Build(),
            LicencesCommand.Build(),
            KeysCommand.Build(),
            CeremonyCommand.Build(),
        };
        if (args is ["help", ..])
            args = ["--help"];
        try
        {
            // The library's own handler would answer every failure with a stack trace.
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
        catch (Exception e) when (StartupFailure.From(e) is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (LogRefusedException refusal)
        {
            await Console.Error.WriteLineAsync($"日志拒绝 / The log refuses: {refusal.Message}");
            return 1;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"文件无法使用 / The file cannot be used: {e.Message}");
            return 2;
        }
    }

    /// <summary>The runtime for one command: joins a running server's cluster, or starts it for the command's time.</summary>
    public static async Task<RegistryRuntime> OpenAsync(CancellationToken token)
    {
        var host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        var settings = RegistryConfiguration.Read(host.Configuration, host.Environment);
        using var logging = LoggerFactory.Create(_ => { });
        return await RegistryRuntime.StartAsync(
            settings, DatabaseLogins.Of(host.Configuration), EmbeddedPostgresOptions.ForCommand,
            logging.CreateLogger("Registry"), token);
    }
}
