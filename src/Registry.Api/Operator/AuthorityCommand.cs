using System.CommandLine;
using Registry.Api.Authorities;
using Registry.Api.Issuers;

namespace Registry.Api.Operator;

/// <summary><c>authority establish file</c>: regions, agencies, keys and service items from a file; adds what is new.</summary>
internal static class AuthorityCommand
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "JSON, 见 docs/operations.md" };
        var establish = new Command("establish", "建立或更新机构目录 / Establish or update an authority") { file };
        establish.SetAction((arguments, stop) => RunAsync(arguments.GetValue(file)!, stop));
        return new Command("authority", "登记机构 / Registry authority") { establish };
    }

    private static async Task<int> RunAsync(FileInfo file, CancellationToken stop)
    {
        AuthorityFile authority;
        await using (var json = file.OpenRead())
            authority = AuthorityFile.Read(json);
        await using var runtime = await OperatorCommands.OpenAsync(stop);
        if (authority.Authority.Code.Value != runtime.Settings.Authority)
            throw new InvalidDataException($"Registry__Authority is {runtime.Settings.Authority}, the file is for {authority.Authority.Code}.");
        var outcome = await new EstablishAuthority(runtime.Sessions, runtime.Custody, runtime.Clock).RunAsync(authority);
        await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(authority.Authority.Code);
        Console.WriteLine($"{outcome.Regions} 个区域 / regions, {outcome.Agencies} 个机构 / agencies, {outcome.Items} 个新事项 / new items");
        return 0;
    }
}
