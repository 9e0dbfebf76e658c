using System.Security.Cryptography;
using Registry.Projections.Keys;
using Registry.Projections.Keys.Pkcs11;

namespace Registry.Projections.Tests.Keys;

/// <summary>Key-encryption keys behind PKCS#11, with SoftHSM2 behind it.</summary>
[Collection(nameof(SoftHsm))]
public sealed class Wrapping_in_a_security_module : IDisposable
{
    private static int taken = 1000;

    private readonly Pkcs11KeyStore store = new(SoftHsm.Settings);
    private readonly int number = Interlocked.Increment(ref taken);

    public Wrapping_in_a_security_module() => store.Wrapping.Create(number);

    [Fact]
    public void what_it_wraps_another_process_unwraps_and_wraps_alike_never_twice()
    {
        var dataKey = RandomNumberGenerator.GetBytes(32);
        var (first, second) = (Wrap(dataKey), Wrap(dataKey));
        first.ShouldNotBe(second);
        first.Length.ShouldBe(12 + 32 + 16);

        using var again = new Pkcs11KeyStore(SoftHsm.Settings);
        again.Wrapping.Held.ShouldContain(number);
        again.Wrapping.Open(number).Unwrap(first, "a subject"u8.ToArray()).ShouldBe(dataKey);
        again.Wrapping.Open(number).Unwrap(second, "a subject"u8.ToArray()).ShouldBe(dataKey);
    }

    [Fact]
    public void a_changed_bit_another_subject_or_another_key_does_not_unwrap()
    {
        var wrapped = Wrap(RandomNumberGenerator.GetBytes(32));
        for (var at = 0; at < wrapped.Length; at++)
        {
            var changed = wrapped.ToArray();
            changed[at] ^= 1;
            ShouldNotUnwrap(changed, "a subject");
        }
        ShouldNotUnwrap(wrapped, "another subject");
        ShouldNotUnwrap(wrapped[..20], "a subject");
        ShouldNotUnwrap(wrapped[..30], "a subject");
        ShouldNotUnwrap([.. wrapped, 0], "a subject");
        Unwrap(wrapped, "a subject").Length.ShouldBe(32);
        store.Wrapping.Create(number + 500);
        Refusal(() => store.Wrapping.Open(number + 500).Unwrap(wrapped, "a subject"u8.ToArray())).ShouldNotBeNull();
    }

    [Fact]
    public void a_number_is_made_once_and_the_one_that_is_there_stays()
    {
        var dataKey = RandomNumberGenerator.GetBytes(32);
        var wrapped = Wrap(dataKey);
        Should.Throw<KeyStoreException>(() => store.Wrapping.Create(number)).Code.ShouldBe("key-exists");
        Unwrap(wrapped, "a subject").ShouldBe(dataKey);
        Should.Throw<KeyStoreException>(() => store.Wrapping.Open(999)).Code.ShouldBe("key-missing");
    }

    public void Dispose() => store.Dispose();

    private byte[] Wrap(byte[] dataKey) => store.Wrapping.Open(number).Wrap(dataKey, "a subject"u8.ToArray());

    private void ShouldNotUnwrap(byte[] wrapped, string subject) => Refusal(() => Unwrap(wrapped, subject)).ShouldNotBeNull();

    // SoftHSM answers CKR_GENERAL_ERROR to a tag that is wrong; other modules CKR_ENCRYPTED_DATA_INVALID.
    private static Exception? Refusal(Func<byte[]> unwrap)
    {
        try
        {
            unwrap();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or KeyStoreException { Code: KeyStoreException.DeviceFailed })
        {
            return e;
        }
    }

    private byte[] Unwrap(byte[] wrapped, string subject) =>
        store.Wrapping.Open(number).Unwrap(wrapped, System.Text.Encoding.UTF8.GetBytes(subject));
}
