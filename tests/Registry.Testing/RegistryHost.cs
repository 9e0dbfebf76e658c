using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Identity;

namespace Registry.Testing;

/// <summary>
/// The real server over real HTTP (Kestrel on a free port) with its own schema and keys: what tests drive. Tests speak
/// HTTP and the intent methods here; <see cref="Runtime"/> is for looking at what was kept.
/// </summary>
public class RegistryHost : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> tokens = [];
    private readonly string connectionString = TestDatabase.ConnectionStringAsync().GetAwaiter().GetResult();

    public RegistryHost()
    {
        TestDatabase.PrepareAsync(Schema).GetAwaiter().GetResult();
        UseKestrel(0);
        StartServer();
    }

    public string Schema { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("registry-host-").FullName;

    internal RegistryRuntime Runtime => Services.GetRequiredService<RegistryRuntime>();

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => CreateClient();

    /// <summary>A client signed in as one of the demonstration's people.</summary>
    public async Task<HttpClient> SignedInAs(string person)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOf(person));
        return client;
    }

    /// <summary>An access token from the development identity provider.</summary>
    public async Task<string> TokenOf(string person)
    {
        if (tokens.TryGetValue(person, out var known))
            return known;
        using var client = CreateClient();
        using var body = DevelopmentIdentity.TokenRequest(person);
        using var answer = await client.PostAsync(new Uri(DevelopmentIdentity.TokenPath, UriKind.Relative), body);
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return tokens[person] = json.RootElement.GetProperty("access_token").GetString()!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:registry", connectionString);
        builder.UseSetting("Registry:Schema", Schema);
        builder.UseSetting("Registry:DataDirectory", DataDirectory);
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.UseSetting("Logging:LogLevel:Registry", "None");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(DataDirectory))
            Directory.Delete(DataDirectory, recursive: true);
    }
}
