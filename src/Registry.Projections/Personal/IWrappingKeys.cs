using Registry.Projections.Keys;

namespace Registry.Projections.Personal;

/// <summary>
/// Where the key-encryption keys live that wrap the subjects' data keys. Numbered from 1; the greatest number that the
/// database names wraps, every other still unwraps until nothing is under it.
/// </summary>
/// <remarks>
/// Safe for many threads. A key that was made is durable when <see cref="Create"/> returns, and is never replaced. Every
/// failure of the store is a <see cref="KeyStoreException"/>; nobody retries.
/// </remarks>
public interface IWrappingKeys
{
    /// <summary>Numbers of the keys that are held here, in no order. Another process may add to them.</summary>
    IReadOnlyList<int> Held { get; }

    void Create(int number);

    IWrappingKey Open(int number);
}

/// <summary>One key-encryption key.</summary>
public interface IWrappingKey
{
    /// <param name="binding">Associated data: whose key it is.</param>
    byte[] Wrap(byte[] dataKey, byte[] binding);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Another key's, another subject's, or damaged.</exception>
    /// <exception cref="KeyStoreException">The store failed; or the same, from a module that does not tell the two apart.</exception>
    byte[] Unwrap(byte[] wrapped, byte[] binding);
}
