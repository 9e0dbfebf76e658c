using Microsoft.AspNetCore.Hosting;
using Registry.Testing;

namespace Registry.Api.Tests.Notices;

/// <summary>A host whose city has a message gateway.</summary>
public sealed class NoticedHost : RegistryHost
{
    public const string Secret = "gateway-secret";

    private readonly MessageGateway gateway = new();

    public MessageGateway Gateway => gateway;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var secret = Path.Combine(DataDirectory, "gateway.secret");
        File.WriteAllText(secret, Secret + "\n");
        builder.UseSetting("Registry:Notices:Gateway", gateway.Url);
        builder.UseSetting("Registry:Notices:SecretFile", secret);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await gateway.DisposeAsync();
    }
}
