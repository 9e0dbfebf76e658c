using Registry.Api.Tests.Imports;
using Registry.Testing;

namespace Registry.Api.Tests.Operator;

/// <summary>What an operator reads when a command cannot do its work: one line, never a stack trace.</summary>
public sealed class Running_a_command
{
    private const string NoServer = "Host=127.0.0.1;Port=1;Username=u;Password=s3cret;Database=d";

    [Theory]
    [InlineData("import", "no-such-file.csv", "--mapping", "hefei-demo.json")]
    [InlineData("import", "no-such-directory/file.csv", "--mapping", "hefei-demo.json")]
    [InlineData("import", "no-such-file.csv", "--mapping", "no-such-directory/mapping.json")]
    [InlineData("authority", "establish", "no-such-file.json")]
    public async Task with_a_file_that_is_not_there_tells_which(params string[] arguments)
    {
        var (exit, errors) = await RunAsync(arguments);
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("no-such-");
        errors.ShouldContain("文件");
        exit.ShouldBe(2);
    }

    [Fact]
    public async Task without_its_database_tells_what_to_do_and_no_password()
    {
        var (exit, errors) = await RunAsync("export", "--out", Path.Combine(Path.GetTempPath(), "never-written.jsonl"));
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("127.0.0.1:1");
        errors.ShouldNotContain("s3cret");
        exit.ShouldBe(1);
    }

    private static async Task<(int Exit, string Errors)> RunAsync(params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("registry-command-");
        var run = await OperatorProcess.RunAsync(
            new Dictionary<string, string> { ["ConnectionStrings__registry"] = NoServer, ["Registry__DataDirectory"] = data.FullName },
            arguments, Path.GetDirectoryName(ImportHost.MappingFile("hefei-demo.json")));
        data.Delete(recursive: true);
        return (run.ExitCode, run.Errors);
    }
}
