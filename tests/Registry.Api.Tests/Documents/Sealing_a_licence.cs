using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Documents;
using Registry.Api.Tests.Log;
using Registry.Domain.Ofd;
using Registry.Domain.Seals;
using Registry.Testing;

namespace Registry.Api.Tests.Documents;

public sealed class Sealing_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private SealTrust Trust => host.Services.GetRequiredService<AgencySeals>().Trust;

    [Fact]
    public async Task makes_a_sound_OFD_file_under_a_seal_that_says_it_is_a_test()
    {
        var (licence, identifier) = await host.MintedLicence();
        using var ofd = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        var verdict = OfdVerifier.Verify(ofd.Bytes, Trust);
        verdict.Code.ShouldBeNull();
        verdict.IsTest.ShouldBeTrue();
        verdict.Data["licence"].ShouldBe(identifier);
        verdict.Seal!.Seal.Info.Name.ShouldStartWith(TestSeals.Mark);
    }

    [Fact]
    public async Task is_done_once_for_the_same_content()
    {
        var (licence, _) = await host.MintedLicence();
        using var first = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        using var second = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        second.Bytes.ShouldBe(first.Bytes);
    }

    /// <summary>With sm-crypto, which knows nothing of this project: each file's digest, and the signature over TBS_Sign.</summary>
    [Fact]
    public async Task convinces_another_implementation_of_SM2_and_SM3()
    {
        var (licence, _) = await host.MintedLicence();
        using var ofd = await Opened.DownloadAsync(host, "issuer", licence, "document.ofd");
        var seal = OfdVerifier.Verify(ofd.Bytes, Trust).Seal!;
        await ofd.AskAsync("unzip", "-q", "document.ofd", "-d", "files");
        (await OtherVerifiers.SmCryptoAsync(ofd.Directory, seal)).ShouldBe("ok");
        (await OtherVerifiers.SmCryptoAsync(ofd.Directory, seal with { ToBeSigned = new byte[] { 1 } })).ShouldBe("signature");
        await File.AppendAllTextAsync(Path.Combine(ofd.Directory, "files", "OFD.xml"), " ", TestContext.Current.CancellationToken);
        (await OtherVerifiers.SmCryptoAsync(ofd.Directory, seal)).ShouldBe("digest of /OFD.xml");
    }
}
