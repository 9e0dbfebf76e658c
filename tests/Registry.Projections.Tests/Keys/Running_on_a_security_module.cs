using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Projections.Tests.Keys;

[Collection(nameof(SoftHsm))]
public sealed class Running_on_a_security_module(SoftHsm hsm)
{
    [Fact]
    public async Task every_key_is_made_and_used_there_and_no_private_key_is_a_file()
    {
        await using var registry = new RegistryFixture { Keys = Settings(SoftHsm.Pin) };
        await registry.InitializeAsync();
        await registry.SubmitCase();
        await registry.Runtime.Custody.RotateAsync(RegistryFixture.Tenant, RegistryFixture.Tenant, Es256.Name);
        await registry.SubmitCase();
        await registry.SequenceAndSign();

        var log = registry.Runtime.Logs.Of(RegistryFixture.Tenant);
        Checkpoint.Open(registry.Remembered.Read(log.Id)!, log.Key).Ok.ShouldBeTrue();
        registry.Runtime.Keys.Held(AgencySigners.KeyName(RegistryFixture.Tenant)).Count.ShouldBeGreaterThanOrEqualTo(2);
        System.IO.Directory.EnumerateFiles(registry.DataDirectory, "*.pem", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_wrong_pin_stops_the_start_with_one_line_that_does_not_tell_it()
    {
        var registry = new RegistryFixture { Keys = Settings("00000") };
        var failure = await Should.ThrowAsync<StartupFailure>(async () => await registry.InitializeAsync());
        failure.Code.ShouldBe(StartupCodes.KeyStoreUnusable);
        failure.Message.ShouldContain("key-pin-wrong");
        failure.ToString().ShouldNotContain("00000");
    }

    private KeySettings Settings(string pin)
    {
        var file = Path.Combine(hsm.Directory, $"pin-{pin}");
        File.WriteAllText(file, pin + "\n");
        return new() { Module = SoftHsm.Module, Token = pin == SoftHsm.Pin ? SoftHsm.Token : SoftHsm.Other, PinFile = file };
    }
}
