using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Registry.Projections.Keys.Pkcs11;

/// <summary>
/// A vendor's library, loaded and initialised once a process: PKCS#11 2.40 5.4 lets C_Initialize be called once only.
/// </summary>
internal static class Pkcs11Module
{
    public static readonly Pkcs11InteropFactories Factories = new();

    private static readonly ConcurrentDictionary<string, Lazy<IPkcs11Library>> Loaded = new();

    // Pkcs11Interop asks for "libdl", which glibc has only as libdl.so.2 without its development files.
    static Pkcs11Module() => NativeLibrary.SetDllImportResolver(typeof(Pkcs11InteropFactories).Assembly, Resolve);

    /// <exception cref="KeyStoreException">The library cannot be loaded.</exception>
    public static IPkcs11Library Load(string path)
    {
        try
        {
            return Loaded.GetOrAdd(path, one => new(() =>
                Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, one, AppType.MultiThreaded))).Value;
        }
        catch (Exception e) when (e is UnmanagedException or Pkcs11Exception or LibraryArchitectureException or DllNotFoundException)
        {
            throw new KeyStoreException(KeyStoreException.ModuleUnusable, path, e);
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out var handle) ? handle : IntPtr.Zero;
}
