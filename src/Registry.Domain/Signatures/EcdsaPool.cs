using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Registry.Domain.Signatures;

/// <summary>
/// Instances of one ECDSA key, lent to one thread at a time. .NET promises thread safety for the static members
/// of <see cref="ECDsa"/> only, and importing a key costs twice as much as verifying with it.
/// </summary>
/// <remarks>Holds at most as many instances as callers were inside at the same moment.</remarks>
internal sealed class EcdsaPool(Func<ECDsa> create) : IDisposable
{
    private readonly ConcurrentBag<ECDsa> _idle = [];
    private volatile bool _disposed;

    public Loan Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Loan(this, _idle.TryTake(out var key) ? key : create());
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var key))
            key.Dispose();
    }

    private void Return(ECDsa key)
    {
        _idle.Add(key);
        // Dispose may have emptied the bag between our renting and this return: empty it again.
        if (_disposed)
            Dispose();
    }

    internal readonly ref struct Loan(EcdsaPool pool, ECDsa key)
    {
        public ECDsa Key { get; } = key;

        public void Dispose() => pool.Return(Key);
    }
}
