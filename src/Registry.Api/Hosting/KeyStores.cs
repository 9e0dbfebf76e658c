using Registry.Api.Hosting.Postgres;
using Registry.Projections.Keys;
using Registry.Projections.Keys.Pkcs11;

namespace Registry.Api.Hosting;

/// <summary>Where the signing keys live, as configured.</summary>
internal static class KeyStores
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="StartupFailure">The module, the token or the PIN is missing or wrong.</exception>
    public static IKeyStore Open(KeySettings settings, FileKeyStore files)
    {
        if (settings.Module is null)
            return files;
        try
        {
            return new Pkcs11KeyStore(new(settings.Module, settings.Token ?? "", PinOf(settings), settings.Sessions, Patience));
        }
        catch (KeyStoreException e)
        {
            throw new StartupFailure(StartupCodes.KeyStoreUnusable, e.Code, e.Detail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure(StartupCodes.KeyStoreUnusable, "Registry__Keys__PinFile", e.Message);
        }
    }

    private static string PinOf(KeySettings settings) =>
        settings.PinFile is { } file ? File.ReadAllText(file).Trim() : settings.Pin ?? "";
}
