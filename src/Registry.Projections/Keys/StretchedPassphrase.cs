using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Registry.Projections.Keys;

/// <summary>A passphrase and the 256-bit keys that PBKDF2-HMAC-SHA-256 (RFC 8018 section 5.2) makes of it, each made once.</summary>
/// <remarks>
/// What one process writes is under one salt, so that a start stretches the passphrase once and not for each of some thirty files. Nobody
/// guesses it sooner for that: one file was enough to try it on, and the salt is random all the same.
/// </remarks>
internal sealed class StretchedPassphrase(string passphrase)
{
    public const int Iterations = 100_000;

    private const int SaltSize = 16;
    private const int KeySize = 32;

    private readonly ConcurrentDictionary<(string Salt, int Iterations), Lazy<byte[]>> keys = new();

    /// <summary>For everything that is written: 16 bytes, with <see cref="Iterations"/>.</summary>
    public byte[] Salt { get; } = RandomNumberGenerator.GetBytes(SaltSize);

    public byte[] KeyFrom(byte[] salt, int iterations = Iterations) =>
        keys.GetOrAdd((Convert.ToHexStringLower(salt), iterations), _ => new(() => Rfc2898DeriveBytes.Pbkdf2(
            passphrase, salt, iterations, HashAlgorithmName.SHA256, KeySize))).Value;
}
