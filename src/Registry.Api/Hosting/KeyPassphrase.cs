using System.Security.Cryptography;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Hosting;

/// <summary>
/// What protects the key files. In Development, where nothing is configured, one is made and kept beside them.
/// </summary>
internal static class KeyPassphrase
{
    public static string Of(RegistrySettings settings)
    {
        if (settings.KeyPassphrase is { Length: > 0 } configured)
            return configured;
        if (!settings.Demonstration)
            throw new StartupFailure(StartupCodes.KeyPassphraseMissing);
        var path = Path.Combine(settings.KeyDirectory, "passphrase");
        if (!File.Exists(path))
            OwnerOnly.WriteNew(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        return File.ReadAllText(path);
    }
}
