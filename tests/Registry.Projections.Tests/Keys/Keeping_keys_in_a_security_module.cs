using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;
using Registry.Projections.Keys.Pkcs11;

namespace Registry.Projections.Tests.Keys;

/// <summary>The PKCS#11 interface, with SoftHSM2 behind it.</summary>
[Collection(nameof(SoftHsm))]
public sealed class Keeping_keys_in_a_security_module(SoftHsm hsm)
{
    [Theory]
    [InlineData(Es256.Name)]
    [InlineData(Ed25519.Name)]
    public void a_key_made_there_signs_what_our_schemes_verify(string algorithm)
    {
        using var store = new Pkcs11KeyStore(SoftHsm.Settings);
        var made = store.Create("event-340100", algorithm);
        store.Held("event-340100").ShouldContain(made.KeyId);
        store.Held("event-340104").ShouldBeEmpty();

        using var again = new Pkcs11KeyStore(SoftHsm.Settings);
        var opened = again.Open("event-340100", made.KeyId);
        (opened.Algorithm, opened.KeyId).ShouldBe((algorithm, KeyId.Of(made.PublicKeySpki)));
        using var key = SignatureSchemes.For(algorithm)!.ImportPublicKey(made.PublicKeySpki)!;
        key.Verify("message"u8, opened.Sign("message"u8)).ShouldBeTrue();
        key.Verify("messagE"u8, opened.Sign("message"u8)).ShouldBeFalse();
    }

    [Fact]
    public void the_log_s_key_signs_checkpoints_there()
    {
        using var store = new Pkcs11KeyStore(SoftHsm.Settings);
        var signer = new NoteSigner("registry.example/log/340100", store.Create("log-340100", Ed25519.Name));
        var note = new Checkpoint(signer.Name, 0, MerkleTree.EmptyRoot).Sign(signer).ToString();
        Checkpoint.Open(note, signer.VerifierKey).Ok.ShouldBeTrue();
    }

    [Fact]
    public void many_threads_sign_with_few_sessions()
    {
        using var store = new Pkcs11KeyStore(SoftHsm.Settings with { Sessions = 2 });
        var signer = store.Create("many", Es256.Name);
        using var key = Es256.Scheme.ImportPublicKey(signer.PublicKeySpki)!;
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number =>
        {
            var message = BitConverter.GetBytes(number);
            key.Verify(message, signer.Sign(message)).ShouldBeTrue();
        });
    }

    [Fact]
    public async Task a_signature_that_finds_no_session_says_so()
    {
        using var token = new Pkcs11Token(SoftHsm.Settings with { Sessions = 1, Patience = TimeSpan.FromMilliseconds(50) });
        using var release = new ManualResetEventSlim();
        using var taken = new ManualResetEventSlim();
        var holder = Task.Run(() => token.Use(_ =>
        {
            taken.Set();
            return release.Wait(TimeSpan.FromSeconds(30));
        }), TestContext.Current.CancellationToken);
        taken.Wait(TestContext.Current.CancellationToken);
        Should.Throw<KeyStoreException>(() => token.Use(_ => 0)).Code.ShouldBe("key-sessions-exhausted");
        release.Set();
        (await holder).ShouldBeTrue();
        token.Use(_ => 1).ShouldBe(1);
    }

    [Theory]
    [InlineData("/no/such/module.so", SoftHsm.Token, SoftHsm.Pin, "key-module-unusable")]
    [InlineData(SoftHsm.Module, "no such token", SoftHsm.Pin, "key-token-missing")]
    [InlineData(SoftHsm.Module, SoftHsm.Other, "00000", "key-pin-wrong")]
    public void a_wrong_setting_is_named(string module, string token, string pin, string code)
    {
        var settings = new Pkcs11Settings(module, token, pin, 1, TimeSpan.Zero);
        var refusal = Should.Throw<KeyStoreException>(() => new Pkcs11KeyStore(settings));
        refusal.Code.ShouldBe(code);
        refusal.ToString().ShouldNotContain(pin);
        settings.ToString().ShouldNotContain(pin);
    }

    [Fact]
    public async Task a_token_that_vanishes_fails_loudly()
    {
        using var store = new Pkcs11KeyStore(SoftHsm.Settings with { Token = SoftHsm.Doomed });
        var signer = store.Create("event-340100", Es256.Name);
        signer.Sign("message"u8).Length.ShouldBe(64);
        await hsm.DeleteAsync(SoftHsm.Doomed);
        Should.Throw<KeyStoreException>(() => signer.Sign("message"u8));
    }

    [Fact]
    public void what_the_module_cannot_do_or_does_not_hold_is_named()
    {
        using var store = new Pkcs11KeyStore(SoftHsm.Settings);
        Should.Throw<KeyStoreException>(() => store.Create("event-340100", Sm2.Name)).Code.ShouldBe("key-algorithm-unsupported");
        Should.Throw<KeyStoreException>(() => store.Open("event-340100", "AAAAAAAAAAAAAAAA")).Code.ShouldBe("key-missing");
    }
}
