using System.Diagnostics;
using System.Text.RegularExpressions;
using Registry.Testing;

namespace Registry.Api.Tests.Readme;

/// <summary>The README's tour, pasted: each bash block in one shell, against a server of its own.</summary>
public sealed partial class Following_the_tour
{
    private const string Written = "http://localhost:5080";

    /// <summary>Set to a file to keep what the commands print, for the README.</summary>
    private const string RecordVariable = "REGISTRY_RECORD_TOUR";

    [Fact]
    public async Task does_the_whole_main_job()
    {
        var directory = Directory.CreateTempSubdirectory("registry-tour-");
        try
        {
            var environment = new Dictionary<string, string>
            {
                ["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync(),
                ["Registry__Schema"] = "t" + Guid.NewGuid().ToString("N")[..12],
                ["Registry__DataDirectory"] = directory.FullName,
            };
            await using var server = await ServerProcess.StartAsync(environment);
            var commands = Commands(server.Address);
            commands.Count.ShouldBe(12);

            var outputs = await PasteAsync(commands, environment, directory.FullName);
            if (Environment.GetEnvironmentVariable(RecordVariable) is { Length: > 0 } record)
                await File.WriteAllTextAsync(record, string.Join("\n----\n", outputs), TestContext.Current.CancellationToken);

            outputs[1].ShouldContain("case_submitted.v1");
            outputs[2].ShouldContain("\"applicantName\":\"王芳\"");
            outputs[3].ShouldContain("case_accepted.v2");
            outputs[3].ShouldContain("case_approved.v1");
            outputs[4].ShouldContain("licence_minted.v2");
            outputs[5].ShouldContain("\"verdict\":\"valid\"");
            outputs[5].ShouldContain("\"verdict\":\"malformed\"");
            outputs[5].ShouldContain("\"holderName\":\"王芳\"");
            outputs[5].ShouldNotContain("340104199001010017");
            outputs[6].ShouldContain("Verifying a licence that was presented");
            outputs[7].ShouldContain("120 新增 / new");
            outputs[8].ShouldStartWith("OK");
            outputs[8].ShouldContain("The verifier key is the one you pinned.");
            outputs[9].ShouldContain("TAMPERED");
            outputs[9].ShouldContain("at entry 28");
            outputs[10].ShouldStartWith("OK");
            outputs[10].ShouldContain("The verifier key is the one you pinned.");
            outputs[10].ShouldEndWith("\"status\":\"InForce\"");
            outputs[11].ShouldStartWith("OK [accesses-complete]");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static List<string> Commands(Uri address) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Imports.ImportHost.Root, "README.md")))
            .Select(match => match.Groups[1].Value
                .Replace(Written, address.ToString().TrimEnd('/'), StringComparison.Ordinal)
                // The solution is built; two tests building it at once would trip over each other.
                .Replace("dotnet run --project", "dotnet run --no-build --project", StringComparison.Ordinal))];

    // One shell for all, as in a terminal; a line of its own after each command tells the outputs apart.
    private static async Task<List<string>> PasteAsync(
        IEnumerable<string> commands, Dictionary<string, string> environment, string temporary)
    {
        const string separator = "-----8<-----";
        var script = string.Join('\n', commands.Select(command => $"{command}\necho; echo '{separator}'"))
            .Replace("/tmp/", $"{temporary}/", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = Imports.ImportHost.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var shell = Process.Start(start)!;
        _ = shell.StandardError.ReadToEndAsync();
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return [.. output.Split(separator).Select(part => part.Trim()).SkipLast(1)];
    }

    [GeneratedRegex("```bash\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
