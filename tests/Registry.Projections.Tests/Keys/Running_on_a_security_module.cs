using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;
using Registry.Projections.Keys.Pkcs11;
using Registry.Projections.Personal;

namespace Registry.Projections.Tests.Keys;

[Collection(nameof(SoftHsm))]
public sealed class Running_on_a_security_module(SoftHsm hsm)
{
    [Fact]
    public async Task every_key_is_made_and_used_there_and_no_private_key_is_a_file()
    {
        await using var registry = new RegistryFixture { Keys = Settings(SoftHsm.Running, SoftHsm.Pin) };
        await registry.InitializeAsync();
        (await registry.NameIn(await registry.SubmitCase())).ShouldBe("王芳");
        await registry.Runtime.Custody.RotateAsync(RegistryFixture.Tenant, RegistryFixture.Tenant, Es256.Name);
        await registry.SubmitCase();
        await registry.SequenceAndSign();

        var log = registry.Runtime.Logs.Of(RegistryFixture.Tenant);
        Checkpoint.Open(registry.Remembered.Read(log.Id)!, log.Key).Ok.ShouldBeTrue();
        registry.Runtime.Keys.Held(AgencySigners.KeyName(RegistryFixture.Tenant)).Count.ShouldBeGreaterThanOrEqualTo(2);
        System.IO.Directory.EnumerateFiles(registry.DataDirectory, "*.pem", SearchOption.AllDirectories).ShouldBeEmpty();
        System.IO.Directory.EnumerateFiles(registry.DataDirectory, "vault-wrapping*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task an_issuer_s_key_and_its_authority_s_are_there_too_and_certify()
    {
        await using var registry = new RegistryFixture { Keys = Settings(SoftHsm.Issuing, SoftHsm.Pin) };
        await registry.InitializeAsync();
        var runtime = registry.Runtime;
        await new EstablishIssuers(runtime.Sessions, runtime.Custody).RunAsync(RegionCode.Parse(RegistryFixture.Tenant));
        var agency = Uscc.Parse("11340100MB1AC012X9");
        var current = await runtime.Issuers.CurrentAsync(RegistryFixture.Tenant, agency, TestContext.Current.CancellationToken);
        var owner = KeyOwner.OfLicenceAuthority(RegionCode.Parse(RegistryFixture.Tenant));
        var card = (await runtime.Issuers.AllAsync(RegistryFixture.Tenant, owner, TestContext.Current.CancellationToken))[0];
        using var root = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(card.Certificate!));

        var jws = Jws.Parse(Jws.Sign(current.Header(), [], current.Signer))!;
        using var key = SignerChain.KeyOf(jws, [root], runtime.Address.Issuer(agency), runtime.Clock.GetUtcNow());
        jws.IsSignedBy(key.ShouldNotBeNull()).ShouldBeTrue();
        runtime.Keys.Held(AgencySigners.KeyName(owner)).ShouldBe([card.Kid]);
        System.IO.Directory.EnumerateFiles(registry.DataDirectory, "*.pem", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_vault_s_wrapping_key_moves_there_by_a_rotation()
    {
        await using var registry = new RegistryFixture();
        await registry.InitializeAsync();
        var @case = await registry.SubmitCase();
        var files = new FileKeyStore(
            registry.Runtime.Settings.KeyDirectory, File.ReadAllText(Path.Combine(registry.Runtime.Settings.KeyDirectory, "passphrase")));
        using var module = new Pkcs11KeyStore(SoftHsm.Settings with { Token = SoftHsm.Moved });
        var moved = new MovedWrappingKeys(module.Wrapping, new FileWrappingKeys(files));
        await using var database = NpgsqlDataSource.Create(registry.OwnerConnection);
        var vault = new SubjectVault(database, registry.Schema, new(moved, files.Secret("vault-index")));
        (await registry.NameIn(@case, vault)).ShouldBe("王芳");

        var done = await new VaultRotation(registry.OwnerConnection, registry.Schema, moved)
            .RunAsync(progress: null, TestContext.Current.CancellationToken);
        module.Wrapping.Held.ShouldBe([done.Number]);
        File.Delete(Path.Combine(registry.Runtime.Settings.KeyDirectory, "vault-wrapping.secret"));
        moved.Held.ShouldBe([done.Number]);
        (await registry.NameIn(@case, vault)).ShouldBe("王芳");
    }

    [Fact]
    public async Task a_wrong_pin_stops_the_start_with_one_line_that_does_not_tell_it()
    {
        var registry = new RegistryFixture { Keys = Settings(SoftHsm.Other, "00000") };
        var failure = await Should.ThrowAsync<StartupFailure>(async () => await registry.InitializeAsync());
        failure.Code.ShouldBe(StartupCodes.KeyStoreUnusable);
        failure.Message.ShouldContain("key-pin-wrong");
        failure.ToString().ShouldNotContain("00000");
    }

    private KeySettings Settings(string token, string pin)
    {
        var file = Path.Combine(hsm.Directory, $"pin-{pin}");
        File.WriteAllText(file, pin + "\n");
        return new() { Module = SoftHsm.Module, Token = token, PinFile = file };
    }
}
