using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Registry.Api.Hosting;
using Registry.Api.Identity;

namespace Registry.Api.Operator;

/// <summary>
/// <c>dev token &lt;role&gt;</c>: asks the development identity provider for a token and prints it alone on its last line.
/// It brings up the provider on a port of its own, so it works whether or not the server runs, and on any address.
/// </summary>
internal static class DevTokenCommand
{
    public static Command Build()
    {
        var person = new Argument<string>("role") { Description = string.Join(" | ", DevelopmentPeople.All.Keys) };
        person.AcceptOnlyFromAmong([.. DevelopmentPeople.All.Keys]);
        var token = new Command("token", "打印开发用访问令牌 / Print an access token of the development identity provider") { person };
        token.SetAction((arguments, stop) => RunAsync(arguments.GetValue(person)!, stop));
        return new Command("dev", "仅用于开发环境 / Development only") { token };
    }

    private static async Task<int> RunAsync(string person, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder();
        var settings = RegistryConfiguration.Read(builder.Configuration, builder.Environment);
        if (!settings.Demonstration)
        {
            await Console.Error.WriteLineAsync("仅在开发环境可用 / Development only: set DOTNET_ENVIRONMENT=Development.");
            return 1;
        }
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDevelopmentIdentity(settings, DevelopmentKey.Open(settings.KeyDirectory));
        builder.Services.AddAuthentication();
        await using var provider = builder.Build();
        provider.UseAuthentication();
        await provider.StartAsync(stop);

        var address = provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using var answer = await client.PostAsync(
            new Uri(DevelopmentIdentity.TokenPath, UriKind.Relative), DevelopmentIdentity.TokenRequest(person), stop);
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stop));
        Console.WriteLine(json.RootElement.GetProperty("access_token").GetString());
        return 0;
    }
}
