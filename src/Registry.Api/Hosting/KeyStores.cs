using System.Security.Cryptography;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Keys;
using Registry.Projections.Keys.Pkcs11;
using Registry.Projections.Personal;

namespace Registry.Api.Hosting;

/// <summary>Where the keys live, as configured: in files, or those that sign and wrap in a security module.</summary>
internal static class KeyStores
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The files, and the key of the blind index, which is always one of them.</summary>
    /// <exception cref="StartupFailure">The directory is unusable or the passphrase is wrong.</exception>
    public static (FileKeyStore Files, byte[] Index) OpenFiles(RegistrySettings settings) => Told(settings, () =>
    {
        var files = new FileKeyStore(settings.KeyDirectory, KeyPassphrase.Of(settings));
        return (files, files.Secret("vault-index"));
    });

    /// <summary>The signing keys.</summary>
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

    /// <summary>The vault's key-encryption keys; the first is made on first use.</summary>
    /// <exception cref="StartupFailure">The newest cannot be opened.</exception>
    public static IWrappingKeys OpenWrapping(IKeyStore keys, FileKeyStore files, RegistrySettings settings) => Told(settings, () =>
    {
        var inFiles = new FileWrappingKeys(files);
        IWrappingKeys wrapping = keys is Pkcs11KeyStore module ? new MovedWrappingKeys(module.Wrapping, inFiles) : inFiles;
        if (wrapping.Held.Count == 0)
            wrapping.Create(1);
        wrapping.Open(wrapping.Held.Max());
        return wrapping;
    });

    private static T Told<T>(RegistrySettings settings, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (CryptographicException e)
        {
            throw StartupFailure.FromKeys(e, settings.KeyDirectory);
        }
        catch (KeyStoreException e)
        {
            throw new StartupFailure(StartupCodes.KeyStoreUnusable, e.Code, e.Detail);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StartupFailure.FromStorage(e, settings.DataDirectory);
        }
    }

    private static string PinOf(KeySettings settings) =>
        settings.PinFile is { } file ? File.ReadAllText(file).Trim() : settings.Pin ?? "";
}
