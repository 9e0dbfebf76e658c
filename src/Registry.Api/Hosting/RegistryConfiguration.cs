using System.Reflection;
using System.Text;
using Registry.Api.Hosting.Postgres;
using Registry.Api.Verification;

namespace Registry.Api.Hosting;

/// <summary>Reads and checks the settings; a mistake stops the start with one line.</summary>
internal static class RegistryConfiguration
{
    /// <exception cref="StartupFailure">An unknown setting, or one that this environment must not or must have.</exception>
    public static RegistrySettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Registry");
        RefuseUnknown(section, typeof(RegistrySettings));
        var settings = new RegistrySettings { Demonstration = environment.IsDevelopment() };
        section.Bind(settings);
        settings.DataDirectory = Path.GetFullPath(settings.DataDirectory, RepositoryRoot());
        if (settings.Identity.KeyRefreshInterval < TimeSpan.FromSeconds(1))
            throw new StartupFailure(StartupCodes.KeyRefreshInterval, "Registry__Identity__KeyRefreshInterval");
        if (settings.Identity is { ClientId: null, ClientSecretFile: not null } || !settings.Identity.Scope.Split(' ').Contains("openid"))
            throw new StartupFailure(StartupCodes.SignIn, "Registry__Identity__ClientId");
        if (settings.Verification.PerMinute is not 0 and < VerifyLicences.Most)
            throw new StartupFailure(StartupCodes.VerificationLimit, "Registry__Verification__PerMinute", $"{VerifyLicences.Most}");
        if (!IsPublicUrl(settings.PublicAddress, environment.IsDevelopment()))
            throw new StartupFailure(StartupCodes.PublicUrl, "Registry__PublicUrl");
        if (settings.Demonstration && settings.Wallets.Count == 0)
            settings.Wallets = [DemonstrationWallet];
        if (settings.Wallets.FirstOrDefault(wallet => !IsWallet(wallet)) is { } unusable)
            throw new StartupFailure(StartupCodes.Wallet, "Registry__Wallets", unusable.ClientId);
        if (!environment.IsDevelopment())
        {
            if (settings.Demonstration)
                throw new StartupFailure(StartupCodes.DemonstrationOutsideDevelopment);
            if (settings.Identity.Authority is null)
                throw new StartupFailure(StartupCodes.IdentityAuthorityMissing);
        }
        return settings;
    }

    private static bool IsPublicUrl(string text, bool development) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || development && url.Scheme == Uri.UriSchemeHttp)
        && url is { Query: "", Fragment: "", UserInfo: "" } && !text.EndsWith('/');

    // Leads nowhere: who tries the flow by hand reads the answer from the browser's address line.
    private static WalletSettings DemonstrationWallet => new()
    {
        ClientId = "demonstration-wallet", Name = "演示钱包 Demonstration wallet", RedirectUris = "https://wallet.registry.localhost/callback",
    };

    private static bool IsWallet(WalletSettings wallet) =>
        wallet is { ClientId.Length: > 0, Name.Length: > 0, Redirects.Count: > 0 } && wallet.Redirects.All(redirect =>
            Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri is { Fragment: "", UserInfo: "" } && Ascii.IsValid(redirect)
            && (uri.Scheme == Uri.UriSchemeHttps ? uri.Host.Length > 0 : uri.Scheme.Contains('.', StringComparison.Ordinal)));

    private static void RefuseUnknown(IConfigurationSection section, Type settings)
    {
        foreach (var child in section.GetChildren())
        {
            var property = settings.GetProperty(
                child.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is not { CanWrite: true })
                throw new StartupFailure(StartupCodes.SettingUnknown, child.Path.Replace(":", "__", StringComparison.Ordinal));
            if (property.PropertyType is { IsGenericType: true, GenericTypeArguments: [var item] })
                foreach (var numbered in child.GetChildren())
                    RefuseUnknown(numbered, item);
            else if (child.GetChildren().Any())
                RefuseUnknown(child, property.PropertyType);
        }
    }

    // "dotnet run --project" keeps the caller's directory; .data belongs beside the solution, wherever one stands.
    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Registry.sln")))
                return directory.FullName;
        return Environment.CurrentDirectory;
    }
}
