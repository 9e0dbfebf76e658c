using Registry.Domain.Signatures;

namespace Registry.Projections.Keys;

/// <summary>
/// Where private keys live: files or a security module. Several keys can be kept under one name, which says whose they are.
/// </summary>
/// <remarks>
/// Safe for many threads. A key that was made is durable when <see cref="Create"/> returns, and is never replaced. Every
/// failure of the store is a <see cref="KeyStoreException"/>, now or when a signer signs; nobody retries.
/// </remarks>
public interface IKeyStore
{
    /// <summary>Ids of the keys under a name, in no order.</summary>
    IReadOnlyList<string> Held(string name);

    /// <summary>Makes a new key.</summary>
    /// <param name="algorithm">ES256, Ed25519 or SM2SM3; a store may not know all of them.</param>
    ISigner Create(string name, string algorithm);

    /// <summary>The signer of a key that is held.</summary>
    ISigner Open(string name, string kid);
}

/// <summary>The key store cannot do what it was asked. The code is stable; the message holds no secret.</summary>
public sealed class KeyStoreException(string code, string detail, Exception? cause = null) : Exception($"{code}: {detail}", cause)
{
    public const string KeyMissing = "key-missing";
    public const string KeyExists = "key-exists";
    public const string AlgorithmUnsupported = "key-algorithm-unsupported";
    public const string ModuleUnusable = "key-module-unusable";
    public const string TokenMissing = "key-token-missing";
    public const string PinWrong = "key-pin-wrong";
    public const string SessionsExhausted = "key-sessions-exhausted";
    public const string DeviceFailed = "key-device-failed";

    public string Code { get; } = code;

    public string Detail { get; } = detail;
}
